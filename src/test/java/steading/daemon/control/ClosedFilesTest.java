package steading.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes first to a new home makes it, and makes it its owner's alone. */
class ClosedFilesTest {
  @TempDir private Path parent;
  private Path home;

  @BeforeEach
  void choose() {
    home = parent.resolve("home");
  }

  @Test
  void theLogOfANewHomeIsClosed() throws IOException {
    Path file = home.resolve("log/daemon.log");

    assertThat(new DaemonLog(file).prepare()).isZero();

    assertThat(file).isEmptyFile();
    assertClosed();
  }

  @Test
  void theLockOfANewHomeIsClosed() throws IOException {
    DaemonLock lock = DaemonLock.take(home.resolve("run/control.sock"));
    try (lock) {
      assertClosed();
    }
  }

  @Test
  void theSocketOfANewHomeIsClosed() throws IOException {
    Path socket = home.resolve("run/control.sock");
    try (ControlServer server = new ControlServer(socket, home.resolve("log"), List.of())) {
      server.start();
      assertClosed();
    }
  }

  @Test
  void aLogThatWasOpenIsClosedWithItsLines() throws IOException {
    Path file = home.resolve("log/daemon.log");
    DaemonLog log = new DaemonLog(file);
    log.prepare();
    Files.writeString(file, "yesterday\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    long from = log.prepare();

    assertThat(from).isEqualTo(Files.size(file));
    assertThat(log.tail(0)).isEqualTo("yesterday");
    assertClosed();
  }

  private void assertClosed() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .endsWith("------");
      }
    }
  }
}
