package steading.image;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import steading.compose.Build;
import steading.compose.Service;
import steading.engine.Engine;
import steading.engine.Engine.ImageSeen;

/**
 * Decides where an image comes from, and gets it: pulled where a registry answers, else built on
 * our own bases.
 */
public final class Images {
  private static final String DANGLING = "<none>";

  private final Engine engine;
  private final Choices choices;
  private final Builds builds;

  /**
   * @param serviceImages the directory recipes/images
   */
  public Images(Engine engine, Path serviceImages) {
    this.engine = engine;
    Registries registries = new Registries(engine::remoteDigest, Clock.systemUTC());
    ServiceImages ours = new ServiceImages(serviceImages.toAbsolutePath().normalize());
    Sources sources = new Sources(ours);
    this.choices = new Choices(engine, registries, ours, sources);
    this.builds = new Builds(engine, choices, new Bases(engine, registries), sources);
  }

  /**
   * {@code image:} of a service. Asks the registry unless a lock of the app already pins the
   * answer.
   */
  public ImageChoice choose(String reference, ImageLock lock) {
    return choices.image(reference, lock);
  }

  /** {@code image:} of a service that says when a registry is asked, and for which platform. */
  public ImageChoice choose(String reference, ImageLock lock, Service.Supply supply) {
    ImageChoice choice =
        switch (supply.pull()) {
          case USUAL -> choices.image(reference, lock);
          case ALWAYS -> choices.image(reference, ImageLock.EMPTY);
          case MISSING -> choices.here(reference).orElseGet(() -> choices.image(reference, lock));
          case NEVER ->
              choices.here(reference).orElseThrow(() -> Choices.notHere(reference).raise());
        };
    return choice instanceof ImageChoice.Pulled pulled && supply.platform() != null
        ? new ImageChoice.Pulled(pulled.wanted(), pulled.reference(), supply.platform())
        : choice;
  }

  /**
   * {@code build:} of a service; {@code recipe} and service make the tag readable, the content hash
   * makes it exact.
   */
  public ImageChoice choose(String recipe, String service, Build build) {
    return choices.build(recipe, service, build);
  }

  /** An image that only we have: no registry is asked for it. */
  public ImageChoice own(String reference) {
    return choices
        .ours(reference, Reference.parse(reference))
        .orElseThrow(() -> new IllegalStateException("no recipe here builds " + reference));
  }

  public boolean present(ImageChoice choice) {
    return engine.image(choice.reference()).isPresent();
  }

  /**
   * Pulls or builds, bootstrapping the base first where needed. Lines of progress; problems name
   * the failing step.
   */
  public void obtain(ImageChoice choice, Consumer<String> progress) {
    builds.obtain(choice, Set.of(), progress);
  }

  /** Images of ours, on this Engine, that none of {@code used} refers to; bases are kept. */
  public List<String> unused(List<String> used) {
    Set<String> keep = Set.copyOf(used);
    return engine.images(Map.of("steading.content", "")).stream()
        .filter(image -> !keep.contains(image.id()))
        .flatMap(Images::names)
        .filter(name -> !keep.contains(name))
        .sorted()
        .toList();
  }

  /** An image that lost its last name is known by its id only. */
  private static Stream<String> names(ImageSeen image) {
    List<String> tags = image.tags().stream().filter(tag -> !tag.startsWith(DANGLING)).toList();
    return tags.isEmpty() ? Stream.of(image.id()) : tags.stream();
  }
}
