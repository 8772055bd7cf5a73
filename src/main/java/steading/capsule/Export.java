package steading.capsule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import steading.app.App;
import steading.app.Durable;
import steading.app.Revision;
import steading.app.Secrets;
import steading.apply.Journal.Entry;
import steading.capsule.parcel.Label;
import steading.capsule.parcel.Parcel;
import steading.capsule.parcel.ParcelWriter;
import steading.capsule.repo.Moved;
import steading.capsule.repo.Place;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.capsule.repo.Terms;
import steading.engine.Engine;
import steading.engine.Engine.ImageSeen;
import steading.engine.ImageArchive;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Puts an app into one file: a capsule of now in a repository of its own, and the images. The file
 * gets its name when it is whole and was read back; one that is cut off leaves nothing.
 */
final class Export {
  private static final int PASSWORD_LENGTH = 40;
  private static final String GATEWAY = "haproxy:3.0";

  /** What an archive of images has besides their layers. */
  private static final long SLACK = 64 << 20;

  private final Means means;
  private final Backup backup;
  private final Restic restic;
  private final Engine engine;

  Export(Means means, Backup backup) {
    this.means = means;
    this.backup = backup;
    this.restic = means.restic();
    this.engine = means.engine();
  }

  /** Where a parcel is written before it is whole. */
  private static Path unfinished(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".part");
  }

  /** Before anything is begun: an hour of work must not end at a wrong name. */
  static void refuse(Path file) {
    Path directory = file.getParent();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Problem.usage("export.exists", file + " is there already", "choose another name")
          .raise();
    }
    if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw Problem.usage(
              "export.unwritable",
              file + " cannot be written",
              "name a file in a directory that is there and writable")
          .raise();
    }
  }

  Label run(Entry entry, ParcelOrder order, String password, Watcher watcher) {
    Course course = new Course(means.journal(), entry.id(), watcher);
    String app = entry.app();
    Path file = Path.of(order.file());
    Stage stage = Stage.ofParcel(means.home(), app).fresh();
    try {
      Repository own = repository(stage, Secrets.generate(PASSWORD_LENGTH));
      course.step(
          "make a repository for it alone",
          () -> restic.run(Task.on(own, "init").of(app), Restic.Listener.NONE));
      backup.make(app, own, order.capsule(), Occasion.HAND, course);
      stage.own(restic, app, stage.root());
      course.expect(3);
      Label label = course.step("see which images it has", () -> label(entry, order, own, course));
      course.step(
          "write " + file.getFileName(), () -> write(file, label, stage.root(), password, course));
      course.step("read it back", () -> finish(file, password));
      return label;
    } finally {
      clear(file, stage);
    }
  }

  static Repository repository(Stage stage, String password) {
    return new Repository(
        "parcel",
        new Place.Local(stage.root()),
        Map.of(Repository.PASSWORD, password),
        Terms.USUAL);
  }

  /** After a crash: nobody waits for it any more, and its password may never have been shown. */
  void takeBack(Entry entry, ParcelOrder order) {
    Path file = Path.of(order.file());
    clear(file, Stage.ofParcel(means.home(), entry.app()));
    try {
      boolean ours =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && !Files.getLastModifiedTime(file).toInstant().isBefore(entry.started());
      if (ours) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void clear(Path file, Stage stage) {
    try {
      Files.deleteIfExists(unfinished(file));
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
      stage.clear();
    }
  }

  private Label label(Entry entry, ParcelOrder order, Repository own, Course course) {
    Revision revision = means.store().applied(entry.app()).orElseThrow();
    App app = revision.app();
    Map<String, String> pins = means.targets().of(revision).pins();
    Map<String, String> images = new TreeMap<>();
    long bytes = SLACK;
    for (String reference : wanted(pins)) {
      Optional<ImageSeen> seen = engine.image(reference);
      if (seen.isPresent()) {
        images.put(reference, seen.get().id());
        bytes += seen.get().size() + seen.get().size() / 10;
      } else {
        course.note("Not in the file: the image " + reference + ", which is not on this machine.");
      }
    }
    return new Label(
        Label.FORMAT,
        app.name(),
        app.recipe(),
        app.version(),
        order.capsule(),
        means.home().id(),
        means.clock().instant().toString(),
        app.hosts(),
        own.password(),
        images,
        pins,
        bytes);
  }

  /**
   * Those of the app, and those without which another machine could not take it apart and serve.
   */
  private List<String> wanted(Map<String, String> pins) {
    List<String> own =
        Stream.of(restic.image(Restic.Listener.NONE), means.images().own(GATEWAY).reference())
            .filter(reference -> engine.image(reference).isPresent())
            .toList();
    return Stream.concat(pins.values().stream(), own.stream()).distinct().sorted().toList();
  }

  private void write(Path file, Label label, Path repository, String password, Course course) {
    Path part = unfinished(file);
    try {
      Files.deleteIfExists(part);
      try (ParcelWriter writer = new ParcelWriter(part, password)) {
        writer.label(label);
        List<String> ids = new ArrayList<>(new TreeMap<>(label.images()).values());
        course.say(ids.size() + " images");
        writer.images(out -> new ImageArchive(engine).save(ids.stream().distinct().toList(), out));
        course.say("the capsule, after " + Moved.size(Files.size(part)));
        writer.repository(repository);
        writer.finish();
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** What cannot be read here will be read nowhere. */
  private static void finish(Path file, String password) {
    Path part = unfinished(file);
    new Parcel(part, password).check();
    try {
      refuse(file);
      Durable.rename(part, file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static ProblemException unwritable(Path file, IOException e) {
    return Problem.failed(
            "export.unwritable",
            file + " cannot be written",
            "make room on that disk, or name a file elsewhere")
        .because(e.toString())
        .raise();
  }
}
