package steading.compose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problems;

/** Checks that everything a service names is there, and that no service waits for itself. */
final class References {
  private final Project project;
  private final Problems problems;

  References(Project project, Problems problems) {
    this.project = project;
    this.problems = problems;
  }

  void check() {
    project.services().values().forEach(this::service);
    cycles();
  }

  private void service(Service service) {
    String path = "services." + service.name() + ".";
    for (String name : service.wiring().networks().keySet()) {
      known(path + "networks." + name, "network", name, project.networks());
    }
    int index = 0;
    for (Storage.Mount mount : service.storage().mounts()) {
      if (mount.kind() == Storage.Kind.VOLUME && mount.source() != null) {
        known(path + "volumes." + index, "volume", mount.source(), project.volumes());
      }
      index++;
    }
    files(path + "secrets.", "secret", service.storage().secrets(), project.secrets());
    files(path + "configs.", "config", service.storage().configs(), project.configs());
    service
        .lifecycle()
        .dependsOn()
        .forEach((name, dependency) -> {
          if (dependency.required() && !implied(service, name)) {
            known(path + "depends_on." + name, "service", name, project.services());
          }
        });
    joined(path + "network_mode", Objects.requireNonNullElse(service.wiring().networkMode(), ""));
    service.confinement().hostNamespaces().forEach((kind, mode) -> joined(path + kind, mode));
    service
        .wiring()
        .names()
        .links()
        .forEach(link -> known(path + "links", "service", link.name(), project.services()));
    service.storage().volumesFrom().stream()
        .filter(Storage.Lender::service)
        .forEach(from -> known(path + "volumes_from", "service", from.name(), project.services()));
  }

  /** Said where it is written, not where it follows from that. */
  private static boolean implied(Service service, String name) {
    String joined = "service:" + name;
    return joined.equals(service.wiring().networkMode())
        || service.confinement().hostNamespaces().containsValue(joined)
        || service.wiring().names().links().stream().anyMatch(link -> link.name().equals(name))
        || service.storage().volumesFrom().stream().anyMatch(from -> from.name().equals(name));
  }

  private void joined(String path, String mode) {
    if (mode.startsWith("service:")) {
      known(path, "service", mode.substring(8), project.services());
    }
  }

  private void files(
      String path, String kind, List<Storage.FileMount> files, Map<String, ?> defined) {
    int index = 0;
    for (Storage.FileMount file : files) {
      known(path + index++, kind, file.source(), defined);
    }
  }

  private void known(String path, String kind, String name, Map<String, ?> defined) {
    if (defined.containsKey(name)) {
      return;
    }
    String nearest = Nearest.of(name, defined.keySet());
    problems.at(
        project.origin().place(path),
        "compose.undefined",
        "the " + kind + " \"" + name + "\" is not defined",
        nearest == null ? "define it under " + kind + "s:" : "did you mean \"" + nearest + "\"?");
  }

  private void cycles() {
    Set<String> done = new HashSet<>();
    for (String name : project.services().keySet()) {
      visit(name, new LinkedHashSet<>(), done);
    }
  }

  /** The chain is never longer than the number of services, nor is any service visited twice. */
  private void visit(String name, Set<String> chain, Set<String> done) {
    Service service = project.services().get(name);
    if (service == null || done.contains(name)) {
      return;
    }
    if (!chain.add(name)) {
      List<String> circle =
          new ArrayList<>(chain).subList(List.copyOf(chain).indexOf(name), chain.size());
      Place place = project.origin().place("services." + name + ".depends_on");
      problems.at(
          place,
          "compose.cycle",
          "services wait for each other: " + String.join(" → ", circle) + " → " + name,
          "remove one of these dependencies");
      return;
    }
    service.lifecycle().dependsOn().keySet().forEach(next -> visit(next, chain, done));
    chain.remove(name);
    done.add(name);
  }
}
