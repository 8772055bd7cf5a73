package steading.daemon.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.problem.Exit;
import steading.problem.Problem;

/** One daemon at most serves a home: whoever holds the lock on the pid file. */
public final class DaemonLock implements AutoCloseable {
  private final FileChannel channel;

  private DaemonLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Refuses as busy when another daemon holds the home. */
  public static DaemonLock take(Path socket) {
    Path file = file(socket);
    try {
      Durable.directories(directory(socket));
      Durable.closedFile(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new Problem(
                "daemon.running",
                Exit.BUSY,
                null,
                "a daemon serves this home already",
                null,
                "use it, or stop it with \"stead serve --stop\"")
            .raise();
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(identity().getBytes(StandardCharsets.UTF_8)));
      return new DaemonLock(channel);
    } catch (IOException e) {
      throw Problem.failed(
              "home.unwritable",
              "cannot write " + file,
              "run as a user who may write there, or choose another home with STEADING_HOME")
          .because(e.getClass().getSimpleName())
          .raise();
    }
  }

  /** The process that serves the home, as its pid file says; an old file names nobody. */
  public static Optional<ProcessHandle> holder(Path socket) {
    try {
      String[] words = Files.readString(file(socket)).strip().split(" ", 2);
      if (words.length < 2) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(process -> started(process).equals(words[1]));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Problem.failed("home.unreadable", "cannot read " + file(socket), "run as its owner")
          .because(e.getClass().getSimpleName())
          .raise();
    }
  }

  @Override
  public void close() {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String identity() {
    ProcessHandle self = ProcessHandle.current();
    return self.pid() + " " + started(self) + "\n";
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static Path file(Path socket) {
    return directory(socket).resolve("daemon.pid");
  }

  private static Path directory(Path socket) {
    Path parent = socket.toAbsolutePath().getParent();
    return parent == null ? socket.toAbsolutePath() : parent;
  }
}
