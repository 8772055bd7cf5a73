package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.problem.Place;

/** One service of a project; its parts are grouped by what they are about. */
public record Service(
    String name,
    Place place,
    @Nullable String image,
    @Nullable Build build,
    Program program,
    Wiring wiring,
    Storage storage,
    Lifecycle lifecycle,
    Confinement confinement,
    Map<String, String> labels,
    int replicas,
    List<String> profiles) {

  public Service {
    labels = Project.ordered(labels);
    profiles = List.copyOf(profiles);
  }

  /** A service with nothing but an image: the starting point for the system's own containers. */
  public static Service of(String name, String image) {
    return new Service(
        name,
        Place.of(name),
        image,
        null,
        Program.DEFAULT,
        Wiring.DEFAULT,
        Storage.NONE,
        Lifecycle.DEFAULT,
        Confinement.DEFAULT,
        Map.of(),
        1,
        List.of());
  }

  public Service withProgram(Program changed) {
    return new Service(
        name,
        place,
        image,
        build,
        changed,
        wiring,
        storage,
        lifecycle,
        confinement,
        labels,
        replicas,
        profiles);
  }

  public Service withWiring(Wiring changed) {
    return new Service(
        name,
        place,
        image,
        build,
        program,
        changed,
        storage,
        lifecycle,
        confinement,
        labels,
        replicas,
        profiles);
  }

  public Service withStorage(Storage changed) {
    return new Service(
        name,
        place,
        image,
        build,
        program,
        wiring,
        changed,
        lifecycle,
        confinement,
        labels,
        replicas,
        profiles);
  }

  public Service withLifecycle(Lifecycle changed) {
    return new Service(
        name,
        place,
        image,
        build,
        program,
        wiring,
        storage,
        changed,
        confinement,
        labels,
        replicas,
        profiles);
  }

  public Service withConfinement(Confinement changed) {
    return new Service(
        name, place, image, build, program, wiring, storage, lifecycle, changed, labels, replicas,
        profiles);
  }
}
