package steading.app;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steading.compose.Build;
import steading.compose.FileSource;
import steading.compose.Origin;
import steading.compose.Policy;
import steading.compose.Project;
import steading.compose.Service;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.compose.Wiring.Port;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * Makes of a copied Compose file what its original meant: what was not copied is where it always
 * was, under its own name, so that the policy and its grants speak of the machine's own paths. And
 * ports that the owner did not open stay closed.
 */
final class Relocation {
  private final Imported imported;
  private final App app;
  private final Problems warnings;

  private Relocation(Imported imported, App app, Problems warnings) {
    this.imported = imported;
    this.app = app;
    this.warnings = warnings;
  }

  static Project of(Project project, Imported imported, App app, Problems warnings) {
    return new Relocation(imported, app, warnings).project(project);
  }

  private Project project(Project project) {
    Map<String, Service> services = new LinkedHashMap<>();
    project.services().forEach((name, service) -> services.put(name, service(service)));
    return project.with(
        closed(services, app, warnings),
        sources(project.configs()),
        sources(project.secrets()),
        origin(project.origin()));
  }

  private Service service(Service service) {
    List<Mount> mounts = service.storage().mounts().stream().map(this::mount).toList();
    Service moved = service.withStorage(service.storage().withMounts(mounts));
    Build build = moved.build();
    return build == null ? moved : moved.withBuild(build.withContext(own(build.context())));
  }

  private Mount mount(Mount mount) {
    String source = mount.source();
    if (mount.kind() != Kind.BIND || source == null) {
      return mount;
    }
    Path path = Path.of(source);
    Path original = imported.originalOf(path);
    boolean copy =
        mount.readOnly() && exists(path) && !app.grants().contains("host-mount=" + original);
    return copy ? mount : mount.withSource(original.toString());
  }

  private Map<String, FileSource> sources(Map<String, FileSource> sources) {
    Map<String, FileSource> moved = new LinkedHashMap<>();
    sources.forEach((name, source) ->
        moved.put(
            name,
            source instanceof FileSource.FromFile file
                ? new FileSource.FromFile(file.name(), own(file.file()))
                : source));
    return moved;
  }

  private Origin origin(Origin origin) {
    Map<String, List<Path>> envFiles = new LinkedHashMap<>();
    origin
        .envFiles()
        .forEach((service, files) -> envFiles.put(service, files.stream().map(this::own).toList()));
    return origin.with(envFiles, origin.files().stream().map(this::own).toList());
  }

  /** The copy of what belongs to the project; else the original. */
  private Path own(Path path) {
    boolean copy = path.startsWith(imported.copiedDirectory()) && exists(path);
    return copy ? path : imported.originalOf(path);
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Only the gateway is open; an imported file need not be edited for that. */
  static Map<String, Service> closed(Map<String, Service> services, App app, Problems warnings) {
    Map<String, Service> closed = new LinkedHashMap<>();
    services.forEach((name, service) -> {
      List<Port> open = new ArrayList<>();
      for (Port port : service.wiring().ports()) {
        String grant = Policy.grant(port);
        if (app.grants().contains(grant)) {
          open.add(port);
        } else {
          warnings.add(closed(app, name, port, grant));
        }
      }
      closed.put(name, service.withWiring(service.wiring().withPorts(open)));
    });
    return closed;
  }

  private static Problem closed(App app, String service, Port port, String grant) {
    Set<String> hosts = Set.copyOf(app.hosts());
    return Problem.usage(
        "import.port-closed",
        service
            + ": port "
            + (port.published() == null ? port.target() : port.published())
            + " stays closed; "
            + (hosts.isEmpty()
                ? "people reach the app through the gateway once it has a host"
                : "people reach the app through the gateway"),
        "nothing, or open it past the gateway: stead set " + app.name() + " grant." + grant);
  }
}
