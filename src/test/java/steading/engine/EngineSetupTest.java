package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.EngineException.Reason;
import steading.problem.ProblemException;

class EngineSetupTest {
  private final List<String> said = new ArrayList<>();

  @TempDir Path directory;

  @Test
  @Tag("engine")
  void anEngineIsStartedAndItsDeathIsNoticed() {
    try (OwnDaemon daemon = new OwnDaemon(directory)) {
      assertThat(EngineSetup.reachable(daemon.host())).isFalse();
      new EngineSetup(daemon.places(Duration.ofSeconds(60)), said::add).start();
      assertThat(EngineSetup.reachable(daemon.host())).isTrue();
      assertThat(said).contains("Starting the Docker Engine", "The Docker Engine answers");

      try (Engine engine = Engine.connect(daemon.host())) {
        Engine.LogStream events = engine.events(Map.of(), _ -> {});
        daemon.kill();
        assertThatThrownBy(events::await)
            .isInstanceOfSatisfying(
                EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
        assertThatThrownBy(engine::info)
            .isInstanceOfSatisfying(
                EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
        daemon.start();
        assertThat(engine.info().dataRoot()).isEqualTo(directory.resolve("data"));
        assertThat(engine.info().socket()).hasToString(daemon.host());
      }
    }
  }

  @Test
  @Tag("engine")
  void anEngineThatCannotStartSaysWhy() {
    EngineSetup.Places places =
        places(List.of("dockerd", "--no-such-option"), true, List.of("dockerd"));

    assertThatThrownBy(() -> new EngineSetup(places, said::add).start())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("ended right after its start")
        .hasMessageContaining("no-such-option");
  }

  @Test
  void whyAnEngineCannotStartIsNotMixedWithWhatItsLogHadBefore() throws IOException {
    EngineSetup.Places places = places(List.of("false"), true, List.of("false"));
    Files.writeString(places.daemonLog(), "an old misfortune\n");

    assertThatThrownBy(() -> new EngineSetup(places, said::add).start())
        .isInstanceOf(ProblemException.class)
        .hasMessageNotContaining("misfortune");
  }

  @Test
  @Tag("engine")
  void anEngineThatIsStillEndingIsWaitedFor() throws IOException {
    Process ending = new ProcessBuilder("sleep", "600").start();
    try (OwnDaemon daemon = new OwnDaemon(directory)) {
      Files.writeString(daemon.pidFile(), Long.toString(ending.pid()));
      new EngineSetup(
              daemon.places(Duration.ofSeconds(60)),
              word -> {
                said.add(word);
                if (word.contains("waiting for its end")) {
                  ending.destroy();
                }
              })
          .start();

      assertThat(EngineSetup.reachable(daemon.host())).isTrue();
      assertThat(said).anyMatch(word -> word.contains("process " + ending.pid()));
    } finally {
      ending.destroyForcibly();
    }
  }

  @Test
  @Tag("engine")
  void anEngineThatListensElsewhereIsNamed() throws IOException {
    Process other = new ProcessBuilder("sleep", "600").start();
    try (OwnDaemon daemon = new OwnDaemon(directory)) {
      Files.writeString(daemon.pidFile(), Long.toString(other.pid()));

      assertThatThrownBy(
              () -> new EngineSetup(daemon.places(Duration.ofSeconds(2)), said::add).start())
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("process " + other.pid())
          .hasMessageContaining("DOCKER_HOST");
      Files.delete(daemon.pidFile());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void onlyRootInstallsAndTheCommandIsNamed() {
    EngineSetup.Places places = places(List.of("dockerd"), false, List.of("apt-get"));

    assertThatThrownBy(() -> new EngineSetup(places, said::add).install())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("sudo apt-get install -y --no-install-recommends docker.io iptables");
    assertThat(said).singleElement().asString().contains("installing docker.io and iptables");
  }

  @Test
  void withoutAptGetNothingIsTried() {
    EngineSetup.Places places = places(List.of("dockerd"), true, List.of());

    assertThatThrownBy(() -> new EngineSetup(places, said::add).install())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("without apt-get");
  }

  @Test
  void anInstalledEngineIsNotInstalledAgain() {
    new EngineSetup(places(List.of("dockerd"), false, List.of("dockerd")), said::add).install();

    assertThat(said).isEmpty();
  }

  @Test
  void anotherSoftwareBehindTheAddressIsNotAMissingEngine() {
    assertThatThrownBy(() -> EngineSetup.reachable("ssh://somewhere"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_REQUEST));
  }

  private EngineSetup.Places places(List<String> daemon, boolean root, List<String> programs) {
    try {
      for (String program : programs) {
        Files.createFile(
            directory.resolve(program),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EngineSetup.Places(
        List.of(directory),
        directory,
        directory.resolve("no-systemd"),
        directory.resolve("install.log"),
        directory.resolve("daemon.log"),
        directory.resolve("daemon.pid"),
        daemon,
        "unix://" + directory.resolve("none.sock"),
        root,
        Duration.ofSeconds(20));
  }
}
