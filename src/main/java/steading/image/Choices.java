package steading.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import steading.compose.Build;
import steading.engine.Engine;
import steading.engine.Engine.ImageSeen;
import steading.engine.EngineException;
import steading.problem.Exit;
import steading.problem.Problem;

/** Decides where an image comes from; fetches and builds nothing. */
final class Choices {
  private final Engine engine;
  private final Registries registries;
  private final ServiceImages serviceImages;
  private final Sources sources;

  Choices(Engine engine, Registries registries, ServiceImages serviceImages, Sources sources) {
    this.engine = engine;
    this.registries = registries;
    this.serviceImages = serviceImages;
    this.sources = sources;
  }

  ImageChoice image(String wanted, ImageLock lock) {
    Reference reference = Reference.parse(wanted);
    if (reference.digest() != null) {
      return new ImageChoice.Pulled(wanted, reference.pinned(reference.digest()));
    }
    return lock.pin(wanted)
        .flatMap(pin -> pinned(wanted, pin, reference))
        .orElseGet(() -> decide(wanted, reference));
  }

  ImageChoice build(String recipe, String service, Build build) {
    String target = build.target() == null ? "" : build.target();
    // Not the service: two that are built of the same need one image.
    String name = "steading/" + nameLike(recipe);
    Build.Options options = build.options();
    Sources.Source source = sources.read(build.context(), build.dockerfile(), options.inline());
    return new ImageChoice.Built(
        recipe + "/" + service,
        name + ":" + sources.hash(source, build.args(), target, options),
        build.context(),
        build.dockerfile(),
        build.args(),
        target,
        options);
  }

  /** A build of ours stays only while it would still be built of the same things. */
  private Optional<ImageChoice> pinned(String wanted, String pin, Reference reference) {
    if (pin.indexOf('@') > 0 || pin.startsWith("sha256:")) {
      return Optional.of(new ImageChoice.Pulled(wanted, pin));
    }
    return ours(wanted, reference).filter(built -> built.reference().equals(pin));
  }

  private ImageChoice decide(String wanted, Reference reference) {
    return switch (registries.digest(reference)) {
      case Registries.Answer.Exact exact ->
          new ImageChoice.Pulled(wanted, reference.pinned(exact.digest()));
      case Registries.Answer.Silent silent ->
          lyingHere(wanted, reference)
              .or(() -> ours(wanted, reference))
              .orElseThrow(() -> nowhere(reference, silent.why()).raise());
      case Registries.Answer.Refused refused ->
          ours(wanted, reference)
              .orElseThrow(() -> refused(reference, refused.reason(), refused.message()).raise());
    };
  }

  private Optional<ImageChoice> lyingHere(String wanted, Reference reference) {
    return engine
        .image(reference.familiar())
        .map(seen -> new ImageChoice.Pulled(wanted, exactly(seen, reference)));
  }

  /** Only what is on this machine. */
  Optional<ImageChoice> here(String wanted) {
    return lyingHere(wanted, Reference.parse(wanted));
  }

  static Problem notHere(String wanted) {
    return Problem.failed(
        "image.not-here",
        "the image " + wanted + " is not on this machine, and pull_policy is never",
        "load it with \"docker load\", or change pull_policy");
  }

  private static String exactly(ImageSeen seen, Reference reference) {
    String prefix = reference.pinned("");
    return seen.digests().stream()
        .filter(digest -> digest.startsWith(prefix))
        .findFirst()
        .orElse(seen.id());
  }

  /** What we would build, whether or not a registry has it, too. */
  Optional<ImageChoice> ours(String wanted, Reference reference) {
    Optional<DebianBase> base = DebianBase.of(wanted);
    if (base.isPresent()) {
      return Optional.of(
          new ImageChoice.Built(wanted, base.get().reference(), Path.of(""), "", Map.of(), ""));
    }
    return serviceImages.find(reference).map(recipe -> built(wanted, recipe));
  }

  private ImageChoice built(String wanted, ServiceImages.Recipe recipe) {
    String hash = sources.hash(sources.read(recipe.context(), "Dockerfile"), recipe.args(), "");
    return new ImageChoice.Built(
        wanted,
        "steading/" + recipe.name() + ":" + recipe.tag() + "-" + hash,
        recipe.context(),
        "Dockerfile",
        recipe.args(),
        "");
  }

  private Problem nowhere(Reference reference, String why) {
    List<String> known = serviceImages.known();
    String standIns =
        known.isEmpty()
            ? ""
            : "use one of the images that can be built here ("
                + String.join(", ", known)
                + "), or ";
    return Problem.failed(
            "image.nowhere",
            "the image " + reference.familiar() + " cannot be had",
            standIns
                + "load it on this machine with \"docker load\", or make its registry reachable and"
                + " sign in to it where it asks for that: docker login "
                + reference.host())
        .because(why + ", the image is not on this machine, and no recipe here builds it");
  }

  static Problem refused(Reference reference, EngineException.Reason reason, String message) {
    boolean denied = reason == EngineException.Reason.DENIED;
    String what =
        "the registry "
            + reference.host()
            + (denied ? " does not let us have " : " has no image ")
            + reference.familiar();
    String login =
        "sign in with \"docker login " + reference.host() + "\" as the user Steading runs as, or ";
    return new Problem(
        denied ? "image.denied" : "image.not-found",
        denied ? Exit.FAILED : Exit.NOT_FOUND,
        null,
        what,
        message,
        (denied ? login : "") + "check the image's name and tag");
  }

  /** Compose allows names of services that an image's name may not have. */
  private static String nameLike(String name) {
    String cleaned =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return cleaned.isEmpty() ? "app" : cleaned;
  }
}
