package steading.apply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import steading.plan.Probe;
import steading.plan.Route;

/** What the executor needs of the gateway; every call may be repeated without harm. */
public interface Routes {
  /** What the gateway serves for the app, from its own table. */
  List<Route> published(String app);

  /** Whether the gateway runs and serves its table. */
  boolean serving();

  /**
   * Brings the gateway to what its table says, certificates included; nothing to serve, no gateway.
   */
  void ensure();

  /**
   * Makes the gateway serve exactly these routes for the app; returns once it does. {@code
   * networks}: where the targets are.
   */
  void publish(String app, List<Route> routes, Set<String> networks);

  /**
   * Asks a container as the gateway would, which joins these networks for it, again and again until
   * it answers as it should; otherwise returns what came instead of that, in words.
   */
  Optional<String> ask(Probe probe, Set<String> networks);

  /** Looks where those containers are that routes lead to, and sends requests there. */
  void follow(Predicate<String> which);

  /** Whether requests to the app wait at the gateway. */
  boolean held(String app);

  /**
   * Lets new requests to these services wait at the gateway, and returns when none is under way any
   * more; false when there still were some after {@code limit}.
   */
  boolean hold(String app, Set<String> services, Duration limit);

  /** Lets all requests that wait go on. */
  void release(String app);

  /**
   * Waits until no request is in flight to these containers, at most {@code limit}; false when the
   * limit passed.
   */
  boolean drain(String app, List<String> containers, Duration limit);

  /** Stops serving the app and leaves its networks. */
  void withdraw(String app, Set<String> networks);
}
