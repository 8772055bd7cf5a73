package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.Confinement;
import steading.compose.Lifecycle;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Wiring;
import steading.engine.EngineException.Reason;

@Tag("engine")
class ContainerTest {
  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void aContainerIsCreatedStartedStoppedAndRemoved() {
    String name = test.run(test.spec("web", "sleep", "600"));

    ContainerSeen seen = engine.container(name).orElseThrow();
    assertThat(seen.running()).isTrue();
    assertThat(seen.name()).isEqualTo(name);
    assertThat(seen.startedAt()).isNotNull();
    assertThat(engine.containers(test.labels())).extracting(ContainerSeen::id).contains(seen.id());
    engine.start(name);

    engine.stop(name, Duration.ZERO);
    engine.stop(name, Duration.ZERO);
    ContainerSeen stopped = engine.container(name).orElseThrow();
    assertThat(stopped.state()).isEqualTo(ContainerSeen.State.EXITED);
    assertThat(stopped.exitCode()).isEqualTo(137);

    engine.remove(name);
    engine.remove(name);
    engine.stop(name, Duration.ZERO);
    assertThat(engine.container(name)).isEmpty();
  }

  @Test
  void aNameInUseIsRefusedAndTheOtherContainerStays() {
    String id = engine.create(test.spec("twin", "sleep", "600"));

    assertThatThrownBy(() -> engine.create(test.spec("twin", "sleep", "600")))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN));
    assertThat(engine.container(test.name("twin")).orElseThrow().id()).isEqualTo(id);
  }

  @Test
  void theExitCodeIsAwaited() {
    String name = test.run(test.spec("ends", "sh", "-c", "sleep 1; exit 7"));

    assertThat(engine.awaitExit(name, Duration.ofMillis(100))).isEmpty();
    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(7);
  }

  @Test
  void filesAreThereBeforeTheProgramStarts() {
    ContainerSpec.FileSpec secret = file("/run/secrets/deep/password", "hush", 1000, 0400);
    ContainerSpec.FileSpec config = file("/etc/app.conf", "a=1", 0, 0644);
    Service service =
        command(
            "stat",
            "-c",
            "%n %u %g %a",
            "/run/secrets/deep/password",
            "/run/secrets/deep",
            "/etc",
            "/etc/app.conf");
    String name = test.run(test.spec("files", service, List.of(secret, config)));

    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(0);
    assertThat(test.output(name))
        .isEqualTo(
            "/run/secrets/deep/password 1000 1000 400\n/run/secrets/deep 0 0 755\n"
                + "/etc 0 0 755\n/etc/app.conf 0 0 644\n");
  }

  @Test
  void filesReachAReadOnlyRootAndATmpfsAndLeaveNoVolumeBehind() {
    Service service =
        command(
                "sh",
                "-c",
                "cat /run/secrets/a /etc/conf/b; touch /x 2>/dev/null || echo read-only")
            .withStorage(
                new Storage(
                    List.of(
                        new Storage.Mount(Storage.Kind.TMPFS, null, "/run", false, 1 << 20, null)),
                    List.of(),
                    List.of()))
            .withConfinement(readOnly());
    String name =
        test.run(
            test.spec(
                "locked",
                service,
                List.of(file("/run/secrets/a", "A", 0, 0400), file("/etc/conf/b", "B", 0, 0400))));

    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(0);
    assertThat(test.output(name)).startsWith("AB").endsWith("read-only\n");
    Map<String, String> ours = Map.of(VolumeCalls.FILES_OF, name);
    assertThat(engine.volumes(ours)).hasSize(2);
    engine.remove(name);
    assertThat(engine.volumes(ours)).isEmpty();
  }

  @Test
  void aContainerWhoseFileCannotBeWrittenIsNotLeftBehind() {
    ContainerSpec.FileSpec below = file("/etc/passwd/below", "x", 0, 0400);

    assertThatThrownBy(() -> test.run(test.spec("half", command("true"), List.of(below))))
        .isInstanceOf(EngineException.class);
    assertThat(engine.container(test.name("half"))).isEmpty();
  }

  @Test
  void aGraceThatIsLongerThanAnyUsualCallIsWaitedFor() {
    String name =
        test.run(
            test.spec(
                "slow", "sh", "-c", "trap 'sleep 2; exit 4' TERM; while true; do sleep 0.1; done"));
    TestEngine.eventually("running", () -> engine.container(name).orElseThrow().running());

    engine.stop(name, Duration.ofMinutes(10));

    assertThat(engine.container(name).orElseThrow().exitCode()).isEqualTo(4);
  }

  @Test
  void aPortInUseIsToldApart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Service service =
          command("sleep", "600")
              .withWiring(
                  new Wiring(
                      Map.of(),
                      List.of(new Wiring.Port(null, taken.getLocalPort(), 80, "tcp")),
                      List.of(),
                      null,
                      null,
                      List.of(),
                      List.of(),
                      List.of()));

      assertThatThrownBy(() -> test.run(test.spec("port", service, List.of())))
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN));
    }
  }

  @Test
  void healthIsJudgedByTheServicesOwnCheck() {
    Lifecycle.Healthcheck check =
        new Lifecycle.Healthcheck(
            List.of("CMD", "cat", "/tmp/well"), Duration.ofSeconds(1), null, null, null, 1);
    Service service =
        command("sleep", "600")
            .withLifecycle(
                new Lifecycle(Map.of(), check, Lifecycle.Restart.UNLESS_STOPPED, null, null));
    String name = test.run(test.spec("health", service, List.of()));

    TestEngine.eventually("sick", () -> health(name) == ContainerSeen.Health.UNHEALTHY);
    engine.execAndWait(name, Engine.ExecSpec.of("touch", "/tmp/well"), Duration.ofSeconds(20));
    TestEngine.eventually("well", () -> health(name) == ContainerSeen.Health.HEALTHY);
    assertThat(engine.container(name).orElseThrow().restartPolicy()).isEqualTo("unless-stopped");
  }

  private ContainerSeen.Health health(String name) {
    return engine.container(name).orElseThrow().health();
  }

  @Test
  void aSignalReachesTheProgram() {
    String name =
        test.run(
            test.spec(
                "signal",
                "sh",
                "-c",
                "trap 'exit 6' HUP; echo set; while true; do sleep 0.1; done"));
    TestEngine.eventually("the trap", () -> test.output(name).contains("set"));

    engine.kill(name, "SIGHUP");

    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(6);
    engine.kill(name, "SIGKILL");
    assertThatThrownBy(() -> engine.kill(name, "SIGHUP"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
  }

  private static ContainerSpec.FileSpec file(String path, String text, int owner, int mode) {
    return new ContainerSpec.FileSpec(
        path, text.getBytes(StandardCharsets.UTF_8), owner, owner, mode);
  }

  private static Service command(String... command) {
    Service service = Service.of("s", TestEngine.tinyImage());
    return service.withProgram(service.program().withCommand(List.of(command)));
  }

  private static Confinement readOnly() {
    return new Confinement(
        false, true, List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(),
        List.of(), 0, 0, 0, 0, null);
  }
}
