package steading.image;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * What a build gets to see of a directory, in a fixed order. Modes are reduced to "executable or
 * not", so that a checkout under another umask gives the same image; links are carried as links and
 * never followed.
 */
record ContextTree(Path root, List<Entry> entries) {
  private static final String IGNORE_FILE = ".dockerignore";

  sealed interface Entry {
    /** Relative to the context, with slashes. */
    String name();

    record Directory(String name) implements Entry {}

    record File(String name, Path path, long size, boolean executable) implements Entry {}

    record Link(String name, String target) implements Entry {}
  }

  static ContextTree read(Path root) {
    if (!Files.isDirectory(root)) {
      throw Problem.usage(
              "image.no-context",
              "the build context " + root + " is not a directory",
              "correct build.context, or create the directory")
          .raise();
    }
    try {
      Walk walk = new Walk(root, ignoreRules(root));
      Files.walkFileTree(root, walk);
      walk.found.sort(Comparator.comparing(Entry::name));
      return new ContextTree(root, List.copyOf(walk.found));
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  ContextTree without(String name) {
    return new ContextTree(
        root, entries.stream().filter(entry -> !entry.name().equals(name)).toList());
  }

  static ProblemException unreadable(Path path, IOException e) {
    return Problem.failed(
            "image.unreadable-context",
            "cannot read the build context " + path,
            "make it readable, or list it in " + IGNORE_FILE)
        .because(String.valueOf(e.getMessage()))
        .raise();
  }

  private static IgnoreRules ignoreRules(Path root) throws IOException {
    Path file = root.resolve(IGNORE_FILE);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? IgnoreRules.parse(Files.readAllLines(file))
        : IgnoreRules.NONE;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final IgnoreRules rules;
    private final List<Entry> found = new ArrayList<>();

    private Walk(Path root, IgnoreRules rules) {
      this.root = root;
      this.rules = rules;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = name(directory);
      if (name.isEmpty()) {
        return FileVisitResult.CONTINUE;
      }
      if (rules.ignores(name)) {
        return rules.keepsAny() ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
      }
      found.add(new Entry.Directory(name));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = name(file);
      if (rules.ignores(name) || name.equals(IGNORE_FILE)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isSymbolicLink()) {
        found.add(new Entry.Link(name, Files.readSymbolicLink(file).toString()));
      } else if (attributes.isRegularFile()) {
        found.add(new Entry.File(name, file, attributes.size(), Files.isExecutable(file)));
      }
      return FileVisitResult.CONTINUE;
    }

    private String name(Path path) {
      return root.relativize(path).toString();
    }
  }
}
