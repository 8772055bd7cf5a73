package steading.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.app.App;
import steading.compose.Confinement;
import steading.compose.Lifecycle;
import steading.compose.Lifecycle.Condition;
import steading.compose.Lifecycle.Dependency;
import steading.compose.Lifecycle.Healthcheck;
import steading.compose.Lifecycle.Restart;
import steading.compose.Network;
import steading.compose.Program;
import steading.compose.Project;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.compose.Volume;
import steading.compose.Wiring;
import steading.compose.Wiring.Attachment;
import steading.image.ImageChoice;
import steading.recipe.Recipe;
import steading.recipe.Recipe.Replace;
import steading.recipe.Recipe.Role;
import steading.recipe.Recipe.RouteRule;
import steading.recipe.Recipe.Task;
import steading.recipe.Recipe.When;

/** An app like hello, of which tests change one thing at a time. */
final class Sample {
  static final Healthcheck CHECK =
      new Healthcheck(List.of("CMD", "true"), Duration.ofSeconds(2), null, null, null, null);

  final Map<String, Service> services = new LinkedHashMap<>();
  final Map<String, Volume> volumes = new LinkedHashMap<>();
  final Map<String, ImageChoice> images = new LinkedHashMap<>();
  final Map<String, Role> roles = new LinkedHashMap<>();
  List<Task> tasks =
      List.of(
          new Task(
              "schema",
              "web",
              List.of("migrate"),
              When.VERSION,
              List.of("web", "worker"),
              Duration.ofMinutes(1)));
  App app =
      new App(
          "hello", "hello", "1.0.0", List.of("hello.localhost"), null, Map.of(), Map.of(), true);

  Sample() {
    put(withVolume(service("db", Map.of()), "data", "/data"), "postgres:17");
    put(service("web", Map.of("db", Condition.HEALTHY)), "hello:1");
    put(service("worker", Map.of("db", Condition.HEALTHY)), "hello:1");
    volumes.put("data", new Volume("data", null, false, null, Map.of(), Map.of()));
    roles.put("db", new Role("db", "database", true, Replace.STOP_FIRST, Duration.ZERO, null));
  }

  void put(Service service, String image) {
    services.put(service.name(), service);
    images.put(service.name(), new ImageChoice.Pulled(image, image + "@sha256:1"));
  }

  void change(String service, String variable, String value) {
    Service old = services.get(service);
    Map<String, String> environment = new LinkedHashMap<>(old.program().environment());
    environment.put(variable, value);
    var p = old.program();
    services.put(
        service,
        old.withProgram(
            new Program(
                p.entrypoint(),
                p.command(),
                environment,
                p.user(),
                p.workingDir(),
                p.init(),
                p.tty(),
                p.stdinOpen())));
  }

  void limit(String service, long memory) {
    Service old = services.get(service);
    var c = old.confinement();
    services.put(
        service,
        old.withConfinement(
            new Confinement(
                c.privileged(),
                c.readOnly(),
                c.capAdd(),
                c.capDrop(),
                c.securityOpt(),
                c.devices(),
                c.hostNamespaces(),
                c.sysctls(),
                c.ulimits(),
                c.groupAdd(),
                c.cpus(),
                memory,
                c.pids(),
                c.shmSize(),
                c.logging())));
  }

  static Service service(String name, Map<String, Condition> dependsOn) {
    Map<String, Dependency> dependencies = new LinkedHashMap<>();
    dependsOn.forEach((n, c) -> dependencies.put(n, new Dependency(c, false, true)));
    return Service.of(name, "x")
        .withWiring(
            new Wiring(
                Map.of("default", new Attachment(List.of(), null, null)),
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of()))
        .withLifecycle(
            new Lifecycle(
                dependencies, CHECK, Restart.UNLESS_STOPPED, null, Duration.ofSeconds(5)));
  }

  static Service withVolume(Service service, String volume, String target) {
    return service.withStorage(
        new Storage(
            List.of(new Mount(Kind.VOLUME, volume, target, false, 0, null)), List.of(), List.of()));
  }

  Desired desired() {
    Map<String, Network> networks =
        Map.of(
            "default",
            new Network(
                "default", null, false, null, Map.of(), false, false, false, List.of(), Map.of()));
    return DesiredBuilder.build(
        new DesiredBuilder.Source(
            app,
            new Recipe(
                "hello",
                Path.of("/r"),
                "Hello",
                "",
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                roles,
                List.of(new RouteRule("web", 8000, "/", "")),
                null,
                tasks,
                List.of(),
                List.of()),
            new Project("hello", services, networks, volumes, Map.of(), Map.of()),
            "h0me",
            "stead-h0me-",
            images,
            f -> f.name().getBytes(StandardCharsets.UTF_8),
            Sample::hash));
  }

  private static String hash(String text) {
    return String.format(
        "%08x%08x", text.hashCode(), new StringBuilder(text).reverse().toString().hashCode());
  }
}
