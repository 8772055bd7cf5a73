package steading.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.App;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Checkpoint;
import steading.apply.Deployer;
import steading.apply.Journal;
import steading.apply.Observer;
import steading.apply.Pulse;
import steading.apply.Routes;
import steading.apply.Targets;
import steading.compose.Lifecycle;
import steading.compose.Service;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSpec;
import steading.engine.TestEngine;
import steading.gateway.ListeningSockets;
import steading.image.Images;
import steading.plan.Labels;
import steading.plan.Probe;
import steading.plan.Route;
import steading.watch.Finding.Level;

/** An app whose containers are not well, on the real Engine. */
@Tag("engine")
class DoctorTest {
  private static final App APP =
      new App("shop", "tiny", "1", List.of("shop.localhost"), null, Map.of(), Map.of(), true);

  @TempDir private Path directory;
  private TestEngine test;
  private Journal journal;
  private Home home;
  private AppStore store;
  private Doctor doctor;
  private final Fake routes = new Fake();
  private List<String> atRisk = List.of();

  /** A gateway that serves one route, and claims to be up or down. */
  private static final class Fake implements Routes {
    private final List<Route> published = new ArrayList<>();
    private boolean serving = true;

    @Override
    public List<Route> published(String app) {
      return published;
    }

    @Override
    public boolean serving() {
      return serving;
    }

    @Override
    public void publish(String app, List<Route> routes, Set<String> networks) {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public void ensure() {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public Optional<String> ask(Probe probe, Set<String> networks) {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public void follow(Predicate<String> which) {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public boolean held(String app) {
      return false;
    }

    @Override
    public boolean hold(String app, Set<String> services, Duration limit) {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public void release(String app) {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public boolean drain(String app, List<String> containers, Duration limit) {
      throw new AssertionError("a doctor changes nothing");
    }

    @Override
    public void withdraw(String app, Set<String> networks) {
      throw new AssertionError("a doctor changes nothing");
    }
  }

  @BeforeEach
  void open() throws IOException {
    test = TestEngine.connect();
    Path recipes = Files.createDirectories(directory.resolve("recipes"));
    Path recipe = Files.createDirectory(recipes.resolve("tiny"));
    Files.writeString(
        recipe.resolve("compose.yaml"),
        "services:\n  web:\n    image: "
            + TestEngine.tinyImage()
            + "\n    command: [sleep, '1']\n");
    Files.writeString(
        recipe.resolve("recipe.yaml"),
        "title: Tiny\ndescription: For a test.\nversions:\n  - version: \"1\"\n    notes: First.\n");
    Path place = Files.createDirectory(directory.resolve("home"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
    home = new Home(place, id(), freePort(), freePort(), null, recipes);
    wire();
  }

  /** Unlike any other's, so that only our own containers are seen. */
  private String id() {
    String name = test.name("");
    return name.replaceAll("[^a-z0-9]", "")
        .substring(name.replaceAll("[^a-z0-9]", "").length() - 6);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void wire() {
    store = new AppStore(home);
    Secrets secrets = new Secrets(home);
    journal = Journal.open(home.database(), Clock.systemUTC(), Checkpoint.NONE);
    AppLoader loader = new AppLoader(home, store, secrets);
    Images images = new Images(test.engine(), home.recipes().resolve("images"));
    Targets targets = new Targets(home, test.engine(), store, loader, secrets, images);
    Observer observer = new Observer(test.engine(), routes, journal, home);
    Deployer deployer =
        new Deployer(
            home, test.engine(), images, routes, store, targets, observer, journal, new Pulse());
    doctor =
        new Doctor(
            home,
            test.engine(),
            store,
            secrets,
            journal,
            routes,
            List::of,
            deployer,
            app -> atRisk,
            Clock.systemUTC());
    store.create(APP);
    secrets.set("shop", "password", "hunter22");
  }

  @AfterEach
  void close() {
    journal.close();
    test.close();
  }

  private String container(String service, Lifecycle lifecycle, String... command) {
    Service described = Service.of(service, TestEngine.tinyImage());
    ContainerSpec spec =
        test.spec(
            service,
            described
                .withProgram(described.program().withCommand(List.of(command)))
                .withLifecycle(lifecycle),
            List.of());
    Map<String, String> labels = new HashMap<>(spec.labels());
    labels.put(Labels.HOME, home.id());
    labels.put(Labels.APP, "shop");
    labels.put(Labels.SERVICE, service);
    return test.run(
        new ContainerSpec(
            spec.name(),
            spec.image(),
            spec.service(),
            spec.networks(),
            spec.volumes(),
            labels,
            spec.files(),
            spec.binds()));
  }

  private void applied() {
    store.record(APP, Map.of(), List.of(), "root", "a test");
  }

  private static Finding only(List<Finding> findings, String check) {
    assertThat(findings).extracting(Finding::check).contains(check);
    return findings.stream()
        .filter(finding -> finding.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_container_that_ended_is_named_with_its_last_words_and_no_secret() {
    applied();
    String web =
        container(
            "web", Lifecycle.DEFAULT, "sh", "-c", "echo the password hunter22 is wrong; exit 3");
    test.engine().awaitExit(web, Duration.ofSeconds(20));
    List<Finding> findings = doctor.examine("shop");
    Finding ended = only(findings, "shop/web");
    assertThat(ended.level()).isEqualTo(Level.ERROR);
    assertThat(ended.what()).contains("exit code 3").contains("the password (secret) is wrong");
    assertThat(ended.fix()).contains("stead logs shop web");
    assertThat(findings.toString()).doesNotContain("hunter22");
    assertThat(findings.getFirst().level()).as("the worst first").isEqualTo(Level.ERROR);
    assertThat(findings)
        .allMatch(finding -> finding.well() == (finding.fix() == null))
        .anyMatch(finding -> finding.what().contains("not as its file says"));
  }

  @Test
  void data_at_risk_is_an_error_with_its_reason() {
    atRisk = List.of("the backup to disk failed at 2026-03-25 03:00: no room");

    Finding finding =
        doctor.examine("shop").stream()
            .filter(each -> each.what().contains("at risk"))
            .findFirst()
            .orElseThrow();

    assertThat(finding.level()).isEqualTo(Level.ERROR);
    assertThat(finding.what()).contains("no room");
    assertThat(finding.fix()).contains("stead backup shop");
  }

  @Test
  void a_container_whose_health_check_fails_is_named() {
    applied();
    Lifecycle.Healthcheck check =
        new Lifecycle.Healthcheck(
            List.of("CMD-SHELL", "echo no hunter22 door; exit 1"),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            null,
            null,
            1);
    String web =
        container(
            "web",
            new Lifecycle(Map.of(), check, Lifecycle.Restart.NO, null, null),
            "sleep",
            "300");
    TestEngine.eventually(
        "unhealthy", () -> test.engine().container(web).orElseThrow().health() == Health.UNHEALTHY);
    Finding ill = only(doctor.examine("shop"), "shop/web");
    assertThat(ill.level()).isEqualTo(Level.ERROR);
    assertThat(ill.what()).contains("health check fails: no (secret) door");
  }

  @Test
  void a_container_that_keeps_crashing_is_named() {
    applied();
    String web =
        container(
            "web",
            new Lifecycle(Map.of(), null, Lifecycle.Restart.UNLESS_STOPPED, null, null),
            "false");
    TestEngine.eventually(
        "a pause between crashes",
        () ->
            only(doctor.examine("shop"), "shop/web")
                .what()
                .contains("keeps crashing: exit code 1"));
    test.engine().stop(web, Duration.ZERO);
  }

  @Test
  void a_container_that_does_not_last_is_named_while_it_runs() {
    applied();
    String web =
        container(
            "web",
            new Lifecycle(Map.of(), null, Lifecycle.Restart.UNLESS_STOPPED, null, null),
            "sh",
            "-c",
            "test -e /tmp/3 && exec sleep 300; test -e /tmp/2 && touch /tmp/3;"
                + " test -e /tmp/1 && touch /tmp/2; touch /tmp/1; exit 1");
    TestEngine.eventually(
        "the third restart",
        () -> {
          ContainerSeen seen = test.engine().container(web).orElseThrow();
          return seen.running() && seen.restartCount() == 3;
        });
    Finding restless = only(doctor.examine("shop"), "shop/web");
    assertThat(restless.level()).isEqualTo(Level.WARNING);
    assertThat(restless.what()).contains("does not last").contains("restarted it 3 times");
    test.engine().stop(web, Duration.ZERO);
  }

  @Test
  void an_app_that_is_stopped_or_was_never_brought_up_is_no_error() {
    Finding fresh = only(doctor.examine("shop"), "shop");
    assertThat(fresh.level()).isEqualTo(Level.WARNING);
    assertThat(fresh.fix()).contains("stead apply shop");
    store.save(APP.withRunning(false));
    store.record(APP.withRunning(false), Map.of(), List.of(), "root", "a test");
    assertThat(doctor.examine("shop").stream().filter(finding -> finding.check().equals("shop")))
        .allMatch(Finding::well)
        .anyMatch(finding -> finding.what().contains("stopped"));
  }

  @Test
  void an_app_without_containers_and_without_gateway_says_both() {
    applied();
    routes.serving = false;
    routes.published.add(
        new Route("shop", "web", List.of("shop.localhost"), "/", 80, List.of(), Duration.ZERO));
    List<Finding> findings = doctor.examine(null);
    assertThat(findings).anyMatch(f -> f.what().contains("none of its containers is there"));
    assertThat(only(findings, "gateway").level()).isEqualTo(Level.ERROR);
    Finding https = only(findings, "https shop.localhost");
    assertThat(https.level()).isEqualTo(Level.ERROR);
    assertThat(https.what()).contains("does not answer");
    assertThat(findings)
        .extracting(Finding::check)
        .contains("engine", "disk", "memory", "processors", "clock", "registry", "home");
  }

  @Test
  void a_port_that_another_process_or_container_holds_is_told_with_its_holder() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      PortCheck check =
          new PortCheck(
              test.engine(),
              new ListeningSockets(Path.of("/proc")),
              home.prefix() + "gateway",
              true);
      Finding finding = check.look(taken.getLocalPort(), "STEADING_HTTP_PORT").getFirst();
      assertThat(finding.level()).isEqualTo(Level.ERROR);
      assertThat(finding.what()).contains("(" + ProcessHandle.current().pid() + ") holds it");
      assertThat(finding.fix()).contains("STEADING_HTTP_PORT");
      assertThat(check.look(freePort(), "STEADING_HTTP_PORT").getFirst().what()).isEqualTo("free");
    }
  }
}
