package steading.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container as the Engine reports it.
 *
 * @param grace how long it may take to end when it is stopped
 * @param restartCount how often the Engine started it again by itself since it was last started
 * @param partners ids of the containers whose namespaces or volumes it shares
 * @param probe what the last health probe printed, shortened, in one line; empty if none ran
 */
public record ContainerSeen(
    String id,
    String name,
    String imageId,
    State state,
    Health health,
    int exitCode,
    boolean oomKilled,
    @Nullable Instant startedAt,
    Map<String, String> labels,
    Map<String, String> networks,
    List<MountSeen> mounts,
    long memory,
    long nanoCpus,
    String restartPolicy,
    Duration grace,
    int restartCount,
    String probe,
    Set<String> partners) {

  public ContainerSeen {
    labels = Map.copyOf(labels);
    networks = Map.copyOf(networks);
    mounts = List.copyOf(mounts);
    partners = Set.copyOf(partners);
  }

  public enum State {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    EXITED,
    DEAD,
    REMOVING
  }

  public enum Health {
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /**
   * @param volume the volume's real name, or null for a bind or tmpfs
   */
  public record MountSeen(@Nullable String volume, String target, boolean readOnly) {}

  /** The same container, seen as if it had these labels. */
  public ContainerSeen withLabels(Map<String, String> changed) {
    return new ContainerSeen(
        id,
        name,
        imageId,
        state,
        health,
        exitCode,
        oomKilled,
        startedAt,
        changed,
        networks,
        mounts,
        memory,
        nanoCpus,
        restartPolicy,
        grace,
        restartCount,
        probe,
        partners);
  }

  public boolean running() {
    return state == State.RUNNING;
  }

  /** The networks' real names; the map's values are the addresses in them. */
  public Set<String> networkNames() {
    return networks.keySet();
  }

  public String label(String key) {
    return labels.getOrDefault(key, "");
  }
}
