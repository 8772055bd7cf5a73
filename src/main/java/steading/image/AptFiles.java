package steading.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads apt's own source files: classic one-line .list files and deb822 .sources files. */
final class AptFiles {
  private static final Pattern LINE =
      Pattern.compile("deb\\s+(?:\\[(?<options>[^\\]]*)]\\s+)?(?<uri>\\S+)\\s+(?<rest>.+)");

  private AptFiles() {}

  /**
   * @param etcApt the machine's /etc/apt
   */
  static List<AptEntry> read(Path etcApt) {
    List<AptEntry> entries = new ArrayList<>();
    for (Path file : files(etcApt)) {
      String text = text(file);
      entries.addAll(file.toString().endsWith(".sources") ? deb822(text) : classic(text));
    }
    return entries.stream().map(AptFiles::withoutList).toList();
  }

  static List<AptEntry> classic(String text) {
    List<AptEntry> entries = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line.replaceFirst("#.*", "").strip());
      if (!matcher.matches()) {
        continue;
      }
      List<String> words = words(matcher.group("rest"));
      String options = matcher.group("options");
      String signedBy =
          words(options == null ? "" : options).stream()
              .filter(option -> option.startsWith("signed-by="))
              .map(option -> option.substring("signed-by=".length()))
              .findFirst()
              .orElse(null);
      entries.add(
          new AptEntry(
              matcher.group("uri"), words.subList(0, 1), words.subList(1, words.size()), signedBy));
    }
    return entries;
  }

  static List<AptEntry> deb822(String text) {
    List<AptEntry> entries = new ArrayList<>();
    for (String paragraph : text.split("\\n[ \\t]*\\n", -1)) {
      Map<String, String> fields = fields(paragraph);
      boolean enabled = !fields.getOrDefault("enabled", "yes").matches("(?i)no|false|0|off");
      if (enabled && words(fields.getOrDefault("types", "")).contains("deb")) {
        for (String uri : words(fields.getOrDefault("uris", ""))) {
          entries.add(
              new AptEntry(
                  uri,
                  words(fields.getOrDefault("suites", "")),
                  words(fields.getOrDefault("components", "")),
                  fields.get("signed-by")));
        }
      }
    }
    return entries;
  }

  private static Map<String, String> fields(String paragraph) {
    Map<String, String> fields = new LinkedHashMap<>();
    String name = "";
    for (String line : paragraph.lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      if (!line.isEmpty() && Character.isWhitespace(line.charAt(0))) {
        fields.merge(name, line.strip(), (before, more) -> (before + "\n" + more).strip());
      } else if (colon > 0) {
        name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.put(name, line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /** {@code mirror+file:} names a file of mirrors, which no container could see: its first line. */
  private static AptEntry withoutList(AptEntry entry) {
    if (!entry.uri().startsWith("mirror+file:")) {
      return entry;
    }
    Path list = Path.of(entry.uri().substring("mirror+file:".length()).replaceFirst("^/+", "/"));
    return text(list)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> words(line).getFirst())
        .findFirst()
        .map(entry::withUri)
        .orElse(entry);
  }

  private static List<Path> files(Path etcApt) {
    List<Path> files = new ArrayList<>();
    files.add(etcApt.resolve("sources.list"));
    Path parts = etcApt.resolve("sources.list.d");
    if (Files.isDirectory(parts)) {
      try (Stream<Path> listed = Files.list(parts)) {
        listed
            .filter(file -> file.toString().matches(".*\\.(list|sources)"))
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files.stream().filter(Files::isReadable).toList();
  }

  private static String text(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
