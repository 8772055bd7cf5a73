package steading.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.State;
import steading.plan.Desired.ServiceWanted;
import steading.recipe.Recipe.Replace;

/**
 * Which containers of a service may stay and which must go, and why.
 *
 * @param stay containers that are as they should be, whether they run or not
 * @param leave containers to be replaced or given up
 * @param missing how many must be made
 */
record Census(ServiceWanted wanted, List<ContainerSeen> stay, List<Leaver> leave, int missing) {

  record Leaver(ContainerSeen container, String because) {}

  /**
   * @param before the services that come earlier, and so all those that this one shares with
   */
  static Census of(ServiceWanted wanted, Observed observed, Map<String, Census> before) {
    List<ContainerSeen> stay = new ArrayList<>();
    List<Leaver> leave = new ArrayList<>();
    for (ContainerSeen seen : containersOf(wanted.name(), observed)) {
      String misfit = misfit(wanted, seen);
      misfit = misfit == null ? parted(wanted, seen, before) : misfit;
      misfit = misfit == null ? failing(wanted, seen, observed) : misfit;
      if (misfit != null) {
        leave.add(new Leaver(seen, misfit));
      } else if (stay.size() == wanted.replicas()) {
        leave.add(new Leaver(seen, "scaled to " + wanted.replicas()));
      } else {
        stay.add(seen);
      }
    }
    return new Census(wanted, stay, leave, wanted.replicas() - stay.size());
  }

  /** Running ones first, so that scaling down gives up those that do no work. */
  private static List<ContainerSeen> containersOf(String service, Observed observed) {
    return observed.containers().stream()
        .filter(c -> c.label(Labels.TASK).isEmpty() && c.label(Labels.SERVICE).equals(service))
        .sorted(
            Comparator.comparing((ContainerSeen c) -> !c.running())
                .thenComparing(ContainerSeen::name))
        .toList();
  }

  /** A namespace or a volume that is shared ends with the container it belongs to. */
  private static @Nullable String parted(
      ServiceWanted wanted, ContainerSeen seen, Map<String, Census> before) {
    for (String partner : wanted.blueprint().service().partners()) {
      Census other = before.get(partner);
      boolean together =
          other != null && other.stay().stream().anyMatch(c -> seen.partners().contains(c.id()));
      if (!together) {
        return "it shares with " + partner + ", which is replaced";
      }
    }
    return null;
  }

  /**
   * A health check may fail where requests are still answered, on a busy machine for example. Who
   * has routes is then left only for one that is healthy; others are restarted.
   */
  private static @Nullable String failing(
      ServiceWanted wanted, ContainerSeen seen, Observed observed) {
    boolean serves =
        observed.routes().stream().anyMatch(route -> route.targets().contains(seen.name()));
    return serves
            && wanted.replace() == Replace.START_FIRST
            && seen.running()
            && seen.health() == Health.UNHEALTHY
        ? "it is unhealthy"
        : null;
  }

  private static @Nullable String misfit(ServiceWanted wanted, ContainerSeen seen) {
    if (seen.state() == State.DEAD || seen.state() == State.REMOVING) {
      return "the Engine calls it dead";
    }
    if (seen.state() == State.CREATED) {
      // A crash may have come before its secrets were written into it.
      return "it was never started";
    }
    if (!seen.label(Labels.DIFFERS).isEmpty()) {
      return "taken over, and differs from the file: " + seen.label(Labels.DIFFERS);
    }
    if (!seen.label(Labels.HASH).equals(wanted.hash())) {
      return difference(seen.label(Labels.HASH), wanted.hash());
    }
    var limits = wanted.blueprint().service().confinement();
    if (seen.memory() != limits.memory() || seen.nanoCpus() != Math.round(limits.cpus() * 1e9)) {
      return "its limits were changed by hand";
    }
    if (!seen.restartPolicy().equals(wanted.blueprint().service().lifecycle().restart().policy())) {
      return "its restart policy was changed by hand";
    }
    return null;
  }

  /** Hashes are made of named parts, so that a plan can say which part changed. */
  private static String difference(String before, String after) {
    Map<String, String> old = parts(before);
    List<String> changed = new ArrayList<>();
    parts(after)
        .forEach((name, hash) -> {
          if (!hash.equals(old.get(name))) {
            changed.add(name);
          }
        });
    return changed.isEmpty() ? "configuration changed" : String.join(", ", changed) + " changed";
  }

  private static Map<String, String> parts(String hash) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : hash.split(" ", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        parts.put(part.substring(0, colon), part.substring(colon + 1));
      }
    }
    return parts;
  }
}
