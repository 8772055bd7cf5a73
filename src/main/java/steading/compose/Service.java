package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    List<String> profiles,
    Supply supply) {

  public Service {
    labels = Project.ordered(labels);
    profiles = List.copyOf(profiles);
  }

  /**
   * How the image is obtained, and what the container is told about itself.
   *
   * @param platform such as {@code linux/arm64}; null means the Engine's own
   * @param pull when a registry is asked
   */
  public record Supply(@Nullable String platform, Pull pull, Map<String, String> annotations) {
    public static final Supply USUAL = new Supply(null, Pull.USUAL, Map.of());

    public Supply {
      annotations = Project.ordered(annotations);
    }
  }

  public enum Pull {
    /** What was deployed is kept; what is new is looked up once. */
    USUAL,
    /** Every deployment takes what the registry has now. */
    ALWAYS,
    /** Only what is on this machine already. */
    NEVER,
    /** What is on this machine already, if there is something. */
    MISSING
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
        List.of(),
        Supply.USUAL);
  }

  /** The services of the project whose namespaces or volumes this one shares. */
  public Set<String> partners() {
    Set<String> partners = housemates();
    storage.volumesFrom().stream()
        .filter(Storage.Lender::service)
        .forEach(lender -> partners.add(lender.name()));
    return partners;
  }

  /** The services of the project whose namespaces this one shares. */
  public Set<String> housemates() {
    Set<String> housemates = new LinkedHashSet<>();
    List<String> modes = new ArrayList<>(confinement.hostNamespaces().values());
    modes.add(Objects.requireNonNullElse(wiring.networkMode(), ""));
    modes.stream()
        .filter(mode -> mode.startsWith("service:"))
        .forEach(mode -> housemates.add(mode.substring(8)));
    return housemates;
  }

  public Service withBuild(@Nullable Build changed) {
    return new Service(
        name,
        place,
        image,
        changed,
        program,
        wiring,
        storage,
        lifecycle,
        confinement,
        labels,
        replicas,
        profiles,
        supply);
  }

  public Service withProgram(Program changed) {
    return with(changed, wiring, storage, lifecycle, confinement);
  }

  public Service withWiring(Wiring changed) {
    return with(program, changed, storage, lifecycle, confinement);
  }

  public Service withStorage(Storage changed) {
    return with(program, wiring, changed, lifecycle, confinement);
  }

  public Service withLifecycle(Lifecycle changed) {
    return with(program, wiring, storage, changed, confinement);
  }

  public Service withConfinement(Confinement changed) {
    return with(program, wiring, storage, lifecycle, changed);
  }

  private Service with(
      Program newProgram,
      Wiring newWiring,
      Storage newStorage,
      Lifecycle newLifecycle,
      Confinement newConfinement) {
    return new Service(
        name,
        place,
        image,
        build,
        newProgram,
        newWiring,
        newStorage,
        newLifecycle,
        newConfinement,
        labels,
        replicas,
        profiles,
        supply);
  }
}
