package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steading.daemon.control.DaemonLock;

@Tag("engine")
@Timeout(120)
class ServeTest {
  private @TempDir Path home;

  @AfterEach
  void end() {
    DaemonLock.holder(socket())
        .ifPresent(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
  }

  @Test
  void twoThatStartTheDaemonAtOnceShareOne() throws Exception {
    Callable<Ran> start = () -> run("serve", "--detach");
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ran>> ran = both.invokeAll(List.of(start, start));

      assertThat(ran.get(0).get()).isEqualTo(ran.get(1).get());
      assertThat(ran.get(0).get().out()).startsWith("The daemon runs as process ");
    }
    ProcessHandle process = DaemonLock.holder(socket()).orElseThrow();
    assertThat(run("version", "--json").out()).contains("\"pid\": " + process.pid());
    assertThat(run("ls").exit()).isZero();

    assertThat(run("serve", "--stop").out()).startsWith("The daemon has ended.");
    assertThat(process.isAlive()).isFalse();
    assertThat(run("serve", "--stop").out()).startsWith("No daemon was running.");
    assertThat(run("version", "--json").out()).contains("\"running\": false");
  }

  @Test
  void aDaemonThatWasKilledIsStartedAgainByTheNextCommand() throws Exception {
    run("serve", "--detach");
    ProcessHandle killed = DaemonLock.holder(socket()).orElseThrow();
    killed.destroyForcibly();
    killed.onExit().join();

    assertThat(run("ls").exit()).isZero();
    assertThat(DaemonLock.holder(socket())).isPresent().get().isNotEqualTo(killed);
  }

  @Test
  void aDaemonThatCannotStartSaysWhyInItsLastWords() throws IOException {
    Files.createDirectories(home.resolve("run").resolve("daemon.pid"));

    Ran ran = run("ls");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Its last words:", "cannot write", "daemon.pid", "daemon.log");
    assertThat(ran.err()).doesNotContain("\tat ");
    Files.delete(home.resolve("run").resolve("daemon.pid"));
  }

  @Test
  void aBadSettingsFileIsToldBeforeADaemonIsStarted() throws IOException {
    Files.writeString(home.resolve("steading.yaml"), "http-port: many\n");

    assertThat(run("serve", "--detach").exit()).isEqualTo(2);
    assertThat(run("serve", "--detach").err()).contains("steading.yaml:1:");
  }

  private Ran run(String... words) {
    List<String> all = new ArrayList<>(List.of("--home", home.toString()));
    all.addAll(List.of(words));
    return Ran.of(all.toArray(new String[0]));
  }

  private Path socket() {
    return home.resolve("run").resolve("control.sock");
  }
}
