package steading.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes that a power cut leaves either undone or done: a new file is written and synced beside the
 * old one, then takes its name. Everything is its owner's alone, unless a mode says otherwise.
 */
public final class Durable {
  private static final Set<PosixFilePermission> CLOSED_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> CLOSED_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Durable() {}

  /** What is done to a new file before it takes its name. */
  public interface Finish {
    void on(Path fresh) throws IOException;
  }

  public static void write(Path file, String text) throws IOException {
    write(file, text, fresh -> {});
  }

  public static void write(Path file, String text, Finish finish) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8), finish);
  }

  public static void write(Path file, byte[] content) throws IOException {
    write(file, content, fresh -> {});
  }

  private static void write(Path file, byte[] content, Finish finish) throws IOException {
    Path fresh = fresh(file);
    try {
      fill(fresh, content);
      finish.on(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(file);
    sweep(file);
  }

  /** Writes the file unless it is there already; of two writers at once, one wins. */
  public static boolean create(Path file, byte[] content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path fresh = fresh(file);
    try {
      fill(fresh, content);
      // A link, unlike a rename, never replaces what is there.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(file);
    return true;
  }

  /** Makes a directory of these files, in which nobody sees a half of them; replaces none. */
  public static void directory(Path directory, String mode, Map<String, Content> files)
      throws IOException {
    directory(directory, mode, files, directory);
  }

  /**
   * The same, in which a file is the one of {@code like} where that says the same, with the same
   * mode: it need not be written again. For files that are never changed in place.
   */
  public static void directory(Path directory, String mode, Map<String, Content> files, Path like)
      throws IOException {
    Path fresh = directory.resolveSibling("." + directory.getFileName() + ".new");
    deleteTree(fresh);
    directory(fresh, mode);
    for (Map.Entry<String, Content> file : files.entrySet()) {
      Path inside = fresh.resolve(file.getKey());
      if (same(like.resolve(file.getKey()), file.getValue())) {
        Files.createLink(inside, like.resolve(file.getKey()));
        continue;
      }
      fill(inside, file.getValue().text().getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(
          inside, PosixFilePermissions.fromString(file.getValue().mode()));
    }
    force(fresh);
    rename(fresh, directory);
  }

  private static boolean same(Path file, Content content) throws IOException {
    byte[] text = content.text().getBytes(StandardCharsets.UTF_8);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == text.length
        && Arrays.equals(Files.readAllBytes(file), text)
        && Files.getPosixFilePermissions(file)
            .equals(PosixFilePermissions.fromString(content.mode()));
  }

  /**
   * @param mode as {@code rw-------}
   */
  public record Content(String text, String mode) {
    /** Names no content: it may be a key. */
    @Override
    public String toString() {
      return "Content[" + mode + "]";
    }
  }

  public static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(from);
    sync(to);
  }

  /** Makes all that is in a directory durable, however it came there; links are not followed. */
  static void syncTree(Path top) throws IOException {
    if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(top)) {
        for (Path child : children.toList()) {
          syncTree(child);
        }
      }
      force(top);
    } else if (Files.isRegularFile(top, LinkOption.NOFOLLOW_LINKS)) {
      force(top);
    }
  }

  /** Makes {@code link} point at {@code target}, replacing what it pointed at before. */
  public static void pointAt(Path link, Path target) throws IOException {
    Path fresh = fresh(link);
    try {
      Files.createSymbolicLink(fresh, target);
      Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(link);
  }

  /** Makes the directory and those above it, where they are missing, for their owner alone. */
  public static void directories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(CLOSED_DIRECTORY));
      sync(directory);
    }
  }

  /** Makes the directory where it is missing, and gives it this mode in any case. */
  public static void directory(Path directory, String mode) throws IOException {
    directories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }

  /** Makes an empty file for its owner alone, unless there is one, which is closed to others. */
  public static void closedFile(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(CLOSED_FILE));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, CLOSED_FILE);
    }
  }

  /** Deletes a file or a whole directory, without following links. */
  public static void deleteTree(Path top) throws IOException {
    if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(top)) {
        for (Path child : children.toList()) {
          deleteTree(child);
        }
      }
    }
    Files.deleteIfExists(top);
  }

  /** Removes what writers left behind that were killed; nobody takes an hour to write a file. */
  private static void sweep(Path file) throws IOException {
    FileTime stale = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    String prefix = "." + file.getFileName() + ".";
    try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
      for (Path sibling : siblings.toList()) {
        if (String.valueOf(sibling.getFileName()).startsWith(prefix)
            && modified(sibling).compareTo(stale) < 0) {
          Files.deleteIfExists(sibling);
        }
      }
    }
  }

  private static FileTime modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      // Its writer has finished meanwhile.
      return FileTime.from(Instant.MAX);
    }
  }

  private static Path fresh(Path file) {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    return file.resolveSibling("." + file.getFileName() + "." + HexFormat.of().formatHex(random));
  }

  private static void fill(Path fresh, byte[] content) throws IOException {
    // Closed from the start: the umask could otherwise leave a key readable for a moment.
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(CLOSED_FILE))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** A new name is durable only once the directory that holds it is. */
  private static void sync(Path entry) throws IOException {
    Path directory = entry.toAbsolutePath().getParent();
    if (directory != null) {
      force(directory);
    }
  }

  /** A file or a directory, which need not be writable for this. */
  private static void force(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      channel.force(true);
    }
  }
}
