package steading.compose;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a container starts, how it is judged, and how it stops. */
public record Lifecycle(
    Map<String, Dependency> dependsOn,
    @Nullable Healthcheck healthcheck,
    Restart restart,
    @Nullable String stopSignal,
    @Nullable Duration stopGracePeriod,
    List<Hook> postStart,
    List<Hook> preStop) {

  public static final Lifecycle DEFAULT = new Lifecycle(Map.of(), null, Restart.NO, null, null);

  /** Without hooks. */
  public Lifecycle(
      Map<String, Dependency> dependsOn,
      @Nullable Healthcheck healthcheck,
      Restart restart,
      @Nullable String stopSignal,
      @Nullable Duration stopGracePeriod) {
    this(dependsOn, healthcheck, restart, stopSignal, stopGracePeriod, List.of(), List.of());
  }

  public Lifecycle {
    dependsOn = Project.ordered(dependsOn);
    postStart = List.copyOf(postStart);
    preStop = List.copyOf(preStop);
  }

  public enum Condition {
    STARTED,
    HEALTHY,
    COMPLETED
  }

  public record Dependency(Condition condition, boolean restart, boolean required) {}

  /**
   * How the Engine judges the container.
   *
   * @param test as Compose writes it: {@code [CMD, …]}, {@code [CMD-SHELL, …]} or {@code [NONE]};
   *     empty: the image's own
   */
  public record Healthcheck(
      List<String> test,
      @Nullable Duration interval,
      @Nullable Duration timeout,
      @Nullable Duration startPeriod,
      @Nullable Duration startInterval,
      @Nullable Integer retries) {
    public Healthcheck {
      test = List.copyOf(test);
    }

    public boolean disabled() {
      return !test.isEmpty() && test.getFirst().equals("NONE");
    }
  }

  /**
   * What the Engine does when the container ends.
   *
   * @param policy no, always, on-failure or unless-stopped; {@code maxRetries} 0 means unlimited
   */
  public record Restart(String policy, int maxRetries) {
    public static final Restart NO = new Restart("no", 0);
    public static final Restart UNLESS_STOPPED = new Restart("unless-stopped", 0);
  }
}
