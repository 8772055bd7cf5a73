package steading.apply;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import steading.plan.Desired;
import steading.plan.Desired.Presence;

/** Brings an app to what another kind of operation wants of it, in that operation's name. */
public final class Conduct {
  private final Convergence convergence;

  Conduct(Convergence convergence) {
    this.convergence = convergence;
  }

  /** The app as it shall be in the end. */
  public void converge(long operation, Desired desired, Progress progress) {
    convergence.run(operation, desired, null, progress);
  }

  /** Everything stays, and nothing runs. */
  public void stop(long operation, Desired desired, Progress progress) {
    converge(operation, with(desired, Presence.STOPPED, Set.of(), false), progress);
  }

  /**
   * Networks and volumes, and of the services only these; containers of the others go. Nothing is
   * routed, and no task runs.
   */
  public void only(long operation, Desired desired, Set<String> services, Progress progress) {
    converge(operation, with(desired, Presence.RUNNING, services, true), progress);
  }

  private static Desired with(
      Desired desired, Presence presence, Set<String> services, boolean bare) {
    List<Desired.ServiceWanted> chosen =
        bare
            ? desired.services().stream()
                .filter(service -> services.contains(service.name()))
                .collect(Collectors.toList())
            : desired.services();
    return new Desired(
        desired.app(),
        presence,
        desired.networks(),
        desired.volumes(),
        chosen,
        List.of(),
        bare ? List.of() : desired.routes(),
        desired.adoption());
  }
}
