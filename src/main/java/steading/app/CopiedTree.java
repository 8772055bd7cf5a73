package steading.app;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import steading.problem.Problem;

/**
 * Copies files and directories to where an import keeps them. Links are copied as links, never
 * followed, and what is neither file, directory nor link is left out.
 */
final class CopiedTree {
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_FILES = 100_000;

  private final Imported imported;
  private final Set<Path> wanted = new LinkedHashSet<>();
  private final Set<Path> closed = new HashSet<>();
  private final Set<Path> left = new HashSet<>();
  private long bytes;
  private int files;

  CopiedTree(Imported imported) {
    this.imported = imported;
  }

  /** Wants a file wherever it is, for nobody else's eyes. */
  void want(Path path) {
    wanted.add(path);
    closed.add(path);
  }

  /** Wants what belongs to the project; the rest stays where it is. */
  void wantOwn(Path path) {
    if (path.startsWith(imported.directory())) {
      wanted.add(path);
    }
  }

  /** Data that lives where it is, even inside a directory that is wanted. */
  void leave(Path path) {
    left.add(path);
  }

  void copy() throws IOException {
    for (Path path : wanted) {
      if (!Files.exists(path)) {
        throw Problem.notFound(
                "import.file-missing",
                path + " is not there, though the Compose file needs it",
                "create it, or correct the path in the Compose file")
            .raise();
      }
      Path real = path.toRealPath();
      if (Files.isDirectory(real)) {
        tree(real, path);
      } else if (!left.contains(path)) {
        file(real, imported.copyOf(path));
        if (closed.contains(path)) {
          Durable.closedFile(imported.copyOf(path));
        }
      }
    }
  }

  /**
   * @param name under which the directory {@code real} is known in the Compose file
   */
  private void tree(Path real, Path name) throws IOException {
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Path original = name.resolve(real.relativize(directory));
            if (left.contains(original) || directory.startsWith(imported.root())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Path copy = imported.copyOf(original);
            Files.createDirectories(copy);
            Files.setPosixFilePermissions(copy, writable(directory));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path original = name.resolve(real.relativize(file));
            if (!attributes.isOther() && !left.contains(original)) {
              file(file, imported.copyOf(original));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Set<PosixFilePermission> writable(Path directory) throws IOException {
    Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(directory));
    permissions.add(PosixFilePermission.OWNER_WRITE);
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    return permissions;
  }

  private void file(Path from, Path to) throws IOException {
    files++;
    bytes += Files.isSymbolicLink(from) ? 0 : Files.size(from);
    if (files > MOST_FILES || bytes > MOST_BYTES) {
      throw Problem.usage(
              "import.too-large",
              "the files of the Compose project are too many to copy",
              "leave out of build contexts and mounted directories what is not needed; a directory"
                  + " with --grant host-mount=… is mounted where it is")
          .because("At most " + MOST_FILES + " files and 1 GiB are copied")
          .raise();
    }
    Files.createDirectories(to.getParent());
    Files.copy(
        from,
        to,
        LinkOption.NOFOLLOW_LINKS,
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
