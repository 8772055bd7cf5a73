package steading.daemon;

import java.util.List;
import steading.watch.Doctor;

/** What is wrong, and what to do about it. */
final class DoctorVerbs {
  private final Doctor doctor;

  DoctorVerbs(Steading steading) {
    this.doctor =
        new Doctor(
            steading.home(),
            steading.engine(),
            steading.store(),
            steading.secrets(),
            steading.journal(),
            steading.routes(),
            steading.certificates()::rows,
            steading.deployer(),
            steading.capsules().risks()::of,
            steading.clock());
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("doctor", Requests.Doctor.class, (r, c) -> examine(r)));
  }

  private List<Views.Finding> examine(Requests.Doctor request) {
    return doctor.examine(request.name()).stream()
        .map(f -> new Views.Finding(f.check(), f.level().word(), f.what(), f.fix()))
        .toList();
  }
}
