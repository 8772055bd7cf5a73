package steading.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import steading.compose.Storage.Mount;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.MountSeen;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Desired.VolumeWanted;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Refuses plans that would put an empty volume where data was. */
final class DataGuard {
  private final Desired desired;
  private final Observed observed;
  private final List<Problem> problems = new ArrayList<>();

  private DataGuard(Desired desired, Observed observed) {
    this.desired = desired;
    this.observed = observed;
  }

  static void check(Desired desired, Observed observed, Map<String, Census> census) {
    DataGuard guard = new DataGuard(desired, observed);
    desired.volumes().forEach(guard::checkLost);
    census
        .values()
        .forEach(c -> c.leave().forEach(l -> guard.checkMoved(c.wanted(), l.container())));
    if (!guard.problems.isEmpty()) {
      throw new ProblemException(guard.problems);
    }
  }

  private void checkLost(VolumeWanted volume) {
    if (observed.volumes().contains(volume.real())) {
      return;
    }
    if (volume.spec() == null || observed.knownVolumes().contains(volume.real())) {
      problems.add(volume.missing(desired.app()));
    }
  }

  private void checkMoved(ServiceWanted wanted, ContainerSeen old) {
    for (MountSeen before : old.mounts()) {
      for (Mount after : wanted.blueprint().service().storage().mounts()) {
        String real =
            after.source() == null ? null : wanted.blueprint().volumes().get(after.source());
        if (before.volume() != null
            && real != null
            && before.target().equals(after.target())
            && !Objects.equals(before.volume(), real)
            && !observed.volumes().contains(real)) {
          problems.add(
              Problem.failed(
                      "volume.would-be-empty",
                      desired.app()
                          + "/"
                          + wanted.name()
                          + ": "
                          + after.target()
                          + " would change from volume \""
                          + before.volume()
                          + "\" to the new, empty volume \""
                          + real
                          + "\"",
                      "keep the volume's name; or create the volume \""
                          + real
                          + "\" and copy the data first")
                  .because("The data would seem to be gone"));
        }
      }
    }
  }
}
