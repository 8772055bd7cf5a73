package steading.gateway;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.problem.Problem;

/** Under which addresses containers are found. */
final class Whereabouts {
  private final Engine engine;
  private final Workers workers;

  Whereabouts(Engine engine, Workers workers) {
    this.engine = engine;
    this.workers = workers;
  }

  /** Where the running ones of these targets are. */
  Map<String, String> running(Table.Entry entry, Predicate<String> which) {
    Map<String, String> found = new HashMap<>();
    entry.routes().stream()
        .flatMap(route -> route.targets().stream())
        .filter(which)
        .distinct()
        .forEach(target ->
            engine
                .container(target)
                .filter(ContainerSeen::running)
                .flatMap(seen -> address(seen, entry.networks()))
                .ifPresent(address -> found.put(target, address)));
    return found;
  }

  /** What the present worker knows, and what the Engine says of the targets of one app. */
  Map<String, String> of(Table wanted, @Nullable String app) throws IOException {
    Map<String, String> addresses = new HashMap<>();
    if (workers.current().isPresent()) {
      for (Workers.Target target : workers.targets()) {
        if (!target.address().isEmpty()) {
          addresses.put(target.name(), target.address());
        }
      }
    }
    addresses.putAll(told(wanted, app));
    return addresses;
  }

  /** A target that the Engine knows no address of is reported before anything is changed. */
  Map<String, String> told(Table wanted, @Nullable String app) {
    Map<String, String> addresses = new HashMap<>();
    Table.Entry entry = app == null ? null : wanted.apps().get(app);
    if (entry != null) {
      entry.routes().stream()
          .flatMap(route -> route.targets().stream())
          .distinct()
          .forEach(target -> addresses.put(target, address(target, entry.networks())));
    }
    return addresses;
  }

  private String address(String target, Collection<String> networks) {
    Optional<ContainerSeen> seen = engine.container(target).filter(ContainerSeen::running);
    return seen.flatMap(found -> address(found, networks))
        .orElseThrow(() ->
            Problem.failed(
                    "gateway.target-missing",
                    "The gateway cannot reach the container " + target,
                    "see whether it runs: `stead ls`, `stead logs`")
                .because(
                    seen.isEmpty()
                        ? "There is no such container, or it does not run"
                        : "It is in none of the networks " + String.join(", ", networks))
                .raise());
  }

  private static Optional<String> address(ContainerSeen seen, Collection<String> networks) {
    return networks.stream()
        .map(network -> seen.networks().getOrDefault(network, ""))
        .filter(address -> !address.isEmpty())
        .findFirst();
  }
}
