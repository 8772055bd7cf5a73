package steading.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What no source file of ours may hold. */
final class SourceRules {
  static final int MAX_FILE_LINES = 400;
  static final int MAX_METHOD_LINES = 40;

  /** Written so that this line itself is no match. */
  private static final Pattern LATER = Pattern.compile("\\b(TO[D]O|FIX[M]E)\\b");

  private static final Set<String> CONSOLE = Set.of("System.out", "System.err");
  private static final Set<String> SLEEPS = Set.of("Thread.sleep", "java.lang.Thread.sleep");
  private static final Set<String> SHELL =
      Set.of("sh", "bash", "-c", "/bin/sh", "/bin/bash", "/usr/bin/sh", "/usr/bin/bash");

  private SourceRules() {}

  static List<String> longFiles(List<SourceFile> sources) {
    return sources.stream()
        .filter(source -> source.lines().size() > MAX_FILE_LINES)
        .map(source ->
            "%s has %d lines; %d are allowed"
                .formatted(source.path(), source.lines().size(), MAX_FILE_LINES))
        .toList();
  }

  static List<String> longMethods(List<SourceFile> sources) {
    List<String> broken = new ArrayList<>();
    for (SourceFile source : sources) {
      for (SourceFile.Method method : source.methods()) {
        if (method.lines() > MAX_METHOD_LINES) {
          broken.add(
              "%s: %s has %d lines; %d are allowed"
                  .formatted(source.path(), method.name(), method.lines(), MAX_METHOD_LINES));
        }
      }
    }
    return broken;
  }

  /** Packages that do not say what they are for. */
  static List<String> silentPackages(List<SourceFile> sources) {
    Set<String> silent = new TreeSet<>();
    sources.forEach(source -> silent.add(directory(source)));
    sources.stream()
        .filter(source -> source.path().endsWith("/package-info.java"))
        .filter(source -> source.lines().getFirst().startsWith("/**"))
        .forEach(source -> silent.remove(directory(source)));
    return silent.stream().map(each -> each + " has no package-info.java that says why").toList();
  }

  private static String directory(SourceFile source) {
    return source.path().substring(0, source.path().lastIndexOf('/'));
  }

  static List<String> putOff(List<SourceFile> sources) {
    List<String> broken = new ArrayList<>();
    for (SourceFile source : sources) {
      for (int i = 0; i < source.lines().size(); i++) {
        if (LATER.matcher(source.lines().get(i)).find()) {
          broken.add("%s:%d puts work off; do it or leave it".formatted(source.path(), i + 1));
        }
      }
    }
    return broken;
  }

  static List<String> printing(List<SourceFile> sources) {
    return selecting(
        sources.stream().filter(source -> !source.path().contains("/steading/cli/")).toList(),
        CONSOLE,
        "only cli writes to the terminal");
  }

  static List<String> sleeping(List<SourceFile> sources) {
    return selecting(sources, SLEEPS, "wait for the event, not for time to pass");
  }

  /** A file that starts processes and also holds a shell's name could start one. */
  static List<String> shells(List<SourceFile> sources) {
    List<String> broken = new ArrayList<>();
    for (SourceFile source : sources) {
      if (startsProcesses(source)) {
        source.texts().stream()
            .filter(SHELL::contains)
            .forEach(text ->
                broken.add(
                    "%s starts processes and holds \"%s\"; start the program itself, no shell"
                        .formatted(source.path(), text)));
      }
    }
    return broken;
  }

  private static boolean startsProcesses(SourceFile source) {
    return source.created().stream().anyMatch(name -> name.endsWith("ProcessBuilder"))
        || source.selections().stream().anyMatch(name -> name.endsWith("getRuntime().exec"));
  }

  private static List<String> selecting(
      List<SourceFile> sources, Set<String> forbidden, String reason) {
    List<String> broken = new ArrayList<>();
    for (SourceFile source : sources) {
      source.selections().stream()
          .filter(forbidden::contains)
          .forEach(name -> broken.add("%s uses %s; %s".formatted(source.path(), name, reason)));
    }
    return broken;
  }
}
