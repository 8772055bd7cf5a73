package steading.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steading.compose.Service;
import steading.compose.Storage.Kind;
import steading.compose.Storage.Mount;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.MountSeen;
import steading.engine.ContainerSeen.State;
import steading.engine.ContainerSpec;
import steading.plan.Census.Leaver;

/**
 * The volumes without a name that containers leave to those that take their place. Nobody else
 * would find them again, and a database whose file names no volume has all its data in one.
 */
final class Carried {
  /** One set for each new container, where there are so many: target to the volume's real name. */
  private final List<Map<String, String>> sets = new ArrayList<>();

  private final boolean shared;

  Carried(Census census, Observed observed) {
    Service service = census.wanted().blueprint().service();
    Set<String> taken = new HashSet<>();
    census
        .stay()
        .forEach(seen -> seen.mounts().forEach(m -> taken.add(String.valueOf(m.volume()))));
    this.shared =
        census.leave().stream()
            .flatMap(leaver -> leaver.container().mounts().stream())
            .map(mount -> String.valueOf(mount.volume()))
            .anyMatch(volume -> observed.nameless().contains(volume) && taken.contains(volume));
    // What never ran has at most what it was to carry over from one that did.
    census.leave().stream()
        .map(Leaver::container)
        .sorted(Comparator.comparing(seen -> seen.state() == State.CREATED))
        .forEach(seen -> {
          Set<String> lent = lent(seen, observed);
          Map<String, String> own = new LinkedHashMap<>();
          for (MountSeen mount : seen.mounts()) {
            String volume = mount.volume();
            if (volume != null
                && observed.nameless().contains(volume)
                && !lent.contains(volume)
                && !mountedOtherwise(service, mount.target())
                && taken.add(volume)) {
              own.put(mount.target(), volume);
            }
          }
          if (!own.isEmpty()) {
            sets.add(own);
          }
        });
    while (sets.size() > census.missing()) {
      sets.removeLast();
    }
  }

  /** Whether a container that leaves and one that comes or stays would write the same data. */
  boolean contended() {
    return shared || !sets.isEmpty();
  }

  /** The container with what the {@code index}th of those that leave has in its volumes. */
  ContainerSpec into(ContainerSpec spec, int index) {
    return index < sets.size() ? with(spec, sets.get(index)) : spec;
  }

  private static ContainerSpec with(ContainerSpec spec, Map<String, String> own) {
    Service service = spec.service();
    Map<String, String> left = new LinkedHashMap<>(own);
    Map<String, String> volumes = new LinkedHashMap<>(spec.volumes());
    own.values().forEach(volume -> volumes.put(volume, volume));
    List<Mount> mounts = new ArrayList<>();
    for (Mount mount : service.storage().mounts()) {
      String volume = left.remove(plain(mount.target()));
      mounts.add(volume == null ? mount : mount.withSource(volume));
    }
    left.forEach(
        (target, volume) -> mounts.add(new Mount(Kind.VOLUME, volume, target, false, 0, null)));
    return spec.mounting(service.withStorage(service.storage().withMounts(mounts)), volumes);
  }

  /** A container has what it was lent by {@code volumes_from} among its own. */
  private static Set<String> lent(ContainerSeen seen, Observed observed) {
    Set<String> lent = new HashSet<>();
    observed.containers().stream()
        .filter(other -> seen.partners().contains(other.id()))
        .forEach(other -> other.mounts().forEach(m -> lent.add(String.valueOf(m.volume()))));
    return lent;
  }

  private static boolean mountedOtherwise(Service service, String target) {
    return service.storage().mounts().stream()
        .filter(mount -> plain(mount.target()).equals(target))
        .anyMatch(mount -> mount.kind() != Kind.VOLUME || mount.source() != null);
  }

  private static String plain(String target) {
    return target.length() > 1 && target.endsWith("/")
        ? target.substring(0, target.length() - 1)
        : target;
  }
}
