package steading.plan;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.Hook;
import steading.compose.Network;
import steading.compose.Volume;
import steading.engine.ContainerSpec;
import steading.image.ImageChoice;

/**
 * One thing to do, and why. A step is data: the planner decides, the executor carries out, and each
 * may be carried out twice without harm, because a crash can come between doing it and noting that
 * it was done.
 */
public sealed interface Step {
  /** What it is about, such as {@code hello/web}. */
  String target();

  /** The cause, in words for a person. */
  String because();

  /** What people notice while it runs; null when nothing is interrupted. */
  default @Nullable String interrupts() {
    return null;
  }

  /** What is gone for good afterwards; null when nothing is. */
  default @Nullable String destroys() {
    return null;
  }

  record ObtainImage(String target, String because, ImageChoice image) implements Step {}

  record CreateNetwork(String target, String because, String network, Network spec)
      implements Step {}

  record ConnectNetwork(
      String target, String because, String network, String container, ContainerSpec.Attach attach)
      implements Step {}

  record RemoveNetwork(String target, String because, String network) implements Step {}

  record CreateVolume(String target, String because, String volume, Volume spec) implements Step {}

  record RemoveVolume(String target, String because, String volume) implements Step {
    @Override
    public String destroys() {
      return "volume " + volume + " and all data in it";
    }
  }

  record CreateContainer(String target, String because, ContainerSpec spec) implements Step {}

  record StartContainer(String target, String because, String container) implements Step {}

  /** Runs commands inside a container that has just started. */
  record RunHooks(String target, String because, String container, List<Hook> hooks)
      implements Step {
    public RunHooks {
      hooks = List.copyOf(hooks);
    }

    /** What is noted once they have run, until the container is started again. */
    public static String mark(String container) {
      return "post-start:" + container;
    }
  }

  record AwaitHealthy(String target, String because, String container, Duration limit)
      implements Step {}

  /**
   * Waits until a container answers as the gateway will ask it.
   *
   * @param networks where the gateway finds it
   */
  record AwaitAnswer(String target, String because, Probe probe, Set<String> networks)
      implements Step {
    public AwaitAnswer {
      networks = Set.copyOf(networks);
    }
  }

  /** Waits for a container that is meant to end, and to end well. */
  record AwaitExit(String target, String because, String container, Duration limit)
      implements Step {}

  /**
   * Runs a one-shot container to its end; {@code mark} is noted when it succeeded, so that it never
   * runs again.
   */
  record RunTask(String target, String because, String mark, ContainerSpec spec, Duration limit)
      implements Step {}

  record PublishRoutes(
      String target,
      String because,
      List<Route> routes,
      Set<String> networks,
      @Nullable String interrupts)
      implements Step {
    public PublishRoutes {
      routes = List.copyOf(routes);
      networks = Set.copyOf(networks);
    }
  }

  record WithdrawRoutes(
      String target, String because, Set<String> networks, @Nullable String interrupts)
      implements Step {
    public WithdrawRoutes {
      networks = Set.copyOf(networks);
    }
  }

  /**
   * Lets requests to services wait at the gateway while something that they need is not there;
   * those under way may end first, within {@code limit}.
   */
  record HoldRequests(String target, String because, Set<String> services, Duration limit)
      implements Step {
    public HoldRequests {
      services = Set.copyOf(services);
    }
  }

  record ReleaseRequests(String target, String because) implements Step {}

  record Drain(String target, String because, List<String> containers, Duration limit)
      implements Step {
    public Drain {
      containers = List.copyOf(containers);
    }
  }

  record StopContainer(
      String target, String because, String container, Duration grace, @Nullable String interrupts)
      implements Step {}

  record RemoveContainer(String target, String because, String container) implements Step {}

  /** What is done, without the cause: {@code create container stead-x-hello-web-1}. */
  default String action() {
    return switch (this) {
      case ObtainImage s -> verb(s.image()) + " " + s.image().wanted();
      case CreateNetwork s -> "create network " + s.network();
      case ConnectNetwork s -> "connect " + s.container() + " to network " + s.network();
      case RemoveNetwork s -> "remove network " + s.network();
      case CreateVolume s -> "create volume " + s.volume();
      case RemoveVolume s -> "delete volume " + s.volume();
      case CreateContainer s -> "create container " + s.spec().name();
      case StartContainer s -> "start container " + s.container();
      case RunHooks s -> "run post_start in " + s.container();
      case AwaitHealthy s -> "wait until healthy: " + s.container();
      case AwaitAnswer s -> "wait until it answers: " + s.probe().url();
      case AwaitExit s -> "wait until done: " + s.container();
      case RunTask s -> "run task " + s.spec().name();
      case PublishRoutes s -> "switch routes to " + targets(s.routes());
      case WithdrawRoutes s -> "withdraw routes";
      case HoldRequests s ->
          "hold requests to " + String.join(", ", s.services().stream().sorted().toList());
      case ReleaseRequests s -> "let held requests go on";
      case Drain s -> "drain " + String.join(", ", s.containers());
      case StopContainer s -> "stop container " + s.container();
      case RemoveContainer s -> "remove container " + s.container();
    };
  }

  private static String verb(ImageChoice image) {
    return switch (image) {
      case ImageChoice.Pulled p -> "pull";
      case ImageChoice.Built b -> "build";
    };
  }

  private static String targets(List<Route> routes) {
    List<String> names = routes.stream().flatMap(r -> r.targets().stream()).distinct().toList();
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
