package steading.capsule;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steading.apply.EngineWords;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Outcome;
import steading.capsule.Revival.Purpose;
import steading.capsule.Revival.Wanted;
import steading.capsule.parcel.Label;
import steading.capsule.parcel.Parcel;
import steading.capsule.parcel.Parcel.Looked;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Repository;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.engine.ImageArchive;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Makes an app of a parcel. The file is read to its end before anything is touched; one that fails
 * or is cut off leaves nothing behind.
 */
final class Import {
  private static final String NAME = "steading/imported:";
  private static final int DIGITS = 12;

  private final Means means;
  private final Engine engine;

  Import(Means means) {
    this.means = means;
    this.engine = means.engine();
  }

  /** What is wanted of a parcel. */
  record Asked(Parcel parcel, Label label, List<String> hosts, List<String> grants) {}

  /** Those of the app's images that are not here, under the names that they will have. */
  Map<String, String> missing(Label label) {
    Map<String, String> missing = new HashMap<>();
    for (String reference : label.pins().values()) {
      String id = label.images().get(reference);
      if (id != null && engine.image(reference).isEmpty()) {
        missing.put(name(reference, id), id);
      }
    }
    return missing;
  }

  /** A digest is a registry's word; an image that was loaded has none. */
  private static String name(String reference, String id) {
    boolean exact = reference.startsWith("sha256:") || reference.indexOf('@') > 0;
    String hex = id.substring(id.indexOf(':') + 1);
    return exact ? NAME + hex.substring(0, Math.min(DIGITS, hex.length())) : reference;
  }

  void run(Entry entry, ParcelOrder order, Asked asked, Watcher watcher) {
    try {
      forward(entry, asked, new Course(means.journal(), entry.id(), watcher));
      means.journal().finish(entry.id(), Outcome.DONE, "");
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      back(entry, order, problem);
      throw problem;
    } catch (RuntimeException e) {
      back(entry, order, e);
      throw e;
    } finally {
      Stage.ofParcel(means.home(), entry.app()).clear();
    }
  }

  private void forward(Entry entry, Asked asked, Course course) {
    course.expect(10);
    Label label = asked.label();
    Looked looked = course.step("read the file to its end", () -> asked.parcel().check());
    refuseFull(looked);
    Stage stage = Stage.ofParcel(means.home(), entry.app()).fresh();
    course.step("take out images and capsule", () -> unpack(asked, stage, looked, course));
    Map<String, String> pins = course.step("name the images", () -> name(label));
    Repository own = Export.repository(stage, label.password());
    Capsule capsule =
        Capsule.find(means.restic(), own, label.capsule())
            .orElseThrow(() ->
                Problem.failed(
                        "parcel.damaged",
                        "the file has no capsule " + label.capsule(),
                        "export the app again")
                    .raise());
    Wanted wanted =
        new Wanted(
            entry.app(),
            asked.hosts(),
            entry.by(),
            entry.command(),
            Purpose.IMPORT,
            pins,
            asked.grants());
    new Revival(means).revive(capsule, wanted, course);
  }

  private void unpack(Asked asked, Stage stage, Looked looked, Course course) {
    boolean needed =
        asked.label().images().values().stream().anyMatch(id -> engine.image(id).isEmpty());
    course.say(
        Moved.size(looked.repositoryBytes())
            + (needed ? " and images of " + Moved.size(looked.imageBytes()) : ""));
    asked
        .parcel()
        .unpack(
            archive -> {
              if (needed) {
                new ImageArchive(engine).load(archive);
              } else {
                skip(archive);
              }
            },
            stage.root());
  }

  private static void skip(InputStream archive) {
    try {
      archive.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is here under a name stays what it is. */
  private Map<String, String> name(Label label) {
    new TreeMap<>(label.images())
        .forEach((reference, id) -> {
          if (engine.image(reference).isEmpty()) {
            if (engine.image(id).isEmpty()) {
              throw otherIds(reference, id);
            }
            engine.tag(id, name(reference, id));
          }
        });
    Map<String, String> pins = new TreeMap<>();
    label
        .pins()
        .forEach((wanted, reference) -> {
          boolean here = engine.image(reference).isPresent();
          String id = label.images().get(reference);
          pins.put(wanted, here || id == null ? reference : id);
        });
    return pins;
  }

  private static ProblemException otherIds(String reference, String id) {
    return Problem.failed(
            "import.image",
            "the Docker Engine took up the images, but does not know " + reference + " as " + id,
            "make that image available here, under its name, and import again")
        .because("Engines with different image stores call the same image differently")
        .raise();
  }

  private void refuseFull(Looked looked) {
    refuseFull(means.home().directory(), looked.repositoryBytes() * 2, "the capsule");
    Path images = engine.info().dataRoot();
    if (Files.isDirectory(images)) {
      refuseFull(images, looked.imageBytes(), "the images");
    }
  }

  private static void refuseFull(Path place, long bytes, String what) {
    try {
      long free = Files.getFileStore(place).getUsableSpace();
      if (free < bytes) {
        throw Problem.failed(
                "import.full",
                "there is no room for "
                    + what
                    + " in "
                    + place
                    + ": "
                    + Moved.size(bytes)
                    + " are needed and "
                    + Moved.size(free)
                    + " are free",
                "make room there")
            .raise();
      }
    } catch (IOException e) {
      // Who cannot be asked may still have room.
    }
  }

  /** Takes away what there is of it; an Engine that is away leaves that to the next start. */
  void back(Entry entry, ParcelOrder order, RuntimeException cause) {
    String message = String.valueOf(cause.getMessage());
    try {
      means.journal().turnBack(entry.id(), message);
      NewApp.takeAway(means, entry);
      order.images().forEach(this::forget);
      Stage.ofParcel(means.home(), entry.app()).clear();
      means.journal().finish(entry.id(), Outcome.ROLLED_BACK, message);
    } catch (ProblemException | EngineException e) {
      // The next start finds it unfinished.
      cause.addSuppressed(e);
    }
  }

  /** An image that somebody else has a name for stays. */
  private void forget(String name, String id) {
    try {
      if (engine.image(name).filter(seen -> seen.id().equals(id)).isPresent()) {
        engine.removeImage(name);
      }
      if (engine.image(id).filter(seen -> seen.tags().isEmpty()).isPresent()) {
        engine.removeImage(id);
      }
    } catch (EngineException e) {
      if (e.reason() != EngineException.Reason.CONFLICT) {
        throw e;
      }
      // A container has it by now.
    }
  }
}
