package steading.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Shown;

/** Removed apps. One rename takes an app here or back, so it is always in exactly one place. */
public final class Trash {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String NOTE = "removed.yaml";
  private static final String DOOMED = ".purging-";

  private final Home home;
  private final InstantSource clock;

  Trash(Home home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  /**
   * A removed app.
   *
   * @param volumes the Engine's volumes that are kept for it
   */
  public record Removed(String name, Instant when, Instant keepUntil, List<String> volumes) {
    public Removed {
      volumes = List.copyOf(volumes);
    }
  }

  Removed take(String name, List<String> volumes) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Removed removed = new Removed(name, now, now.plus(KEPT), volumes);
    try {
      Durable.directories(home.trash());
      // The note travels with the directory; without the rename it means nothing.
      Durable.write(home.appDirectory(name).resolve(NOTE), YamlWriter.write(tree(removed)));
      Durable.rename(home.appDirectory(name), home.trash().resolve(name));
    } catch (IOException e) {
      throw AppFile.unwritable(home.trash().resolve(name), e).raise();
    }
    return removed;
  }

  List<Removed> list() {
    return AppStore.directories(home.trash()).sorted().map(this::read).toList();
  }

  void giveBack(String name) {
    refuseUnlessHolds(name);
    try {
      Durable.directories(home.apps());
      Durable.rename(home.trash().resolve(name), home.appDirectory(name));
      Files.deleteIfExists(home.appDirectory(name).resolve(NOTE));
    } catch (IOException e) {
      throw Problem.failed(
              "trash.restore",
              "the app " + name + " cannot be brought back",
              "move what stands in " + home.appDirectory(name) + " away, then try again")
          .because(e.toString())
          .raise();
    }
  }

  void purge(String name) {
    refuseUnlessHolds(name);
    try {
      // A half-deleted app must not look like one that can be restored.
      Durable.rename(
          home.trash().resolve(name),
          home.trash().resolve(DOOMED + name + "-" + clock.instant().toEpochMilli()));
      deleteDoomed();
    } catch (IOException e) {
      throw AppFile.unwritable(home.trash(), e).raise();
    }
  }

  void refuseIfHolds(String name) {
    if (holds(name)) {
      throw Problem.usage(
              "app.in-trash",
              "an app named " + name + " has been removed, and its data is still kept",
              "bring it back with stead restore "
                  + name
                  + ", delete it for good with stead remove "
                  + name
                  + " --purge, or choose another name")
          .raise();
    }
  }

  private void refuseUnlessHolds(String name) {
    if (!holds(name)) {
      List<String> names = AppStore.directories(home.trash()).toList();
      throw Problem.notFound(
              "trash.not-found",
              "no removed app is named " + Shown.quoted(name),
              Nearest.hint(name, names, "nothing is in the trash"))
          .raise();
    }
  }

  private boolean holds(String name) {
    return Names.isApp(name) && Files.isDirectory(home.trash().resolve(name));
  }

  private void deleteDoomed() throws IOException {
    try (Stream<Path> children = Files.list(home.trash())) {
      for (Path child : children.toList()) {
        if (String.valueOf(child.getFileName()).startsWith(DOOMED)) {
          Durable.deleteTree(child);
        }
      }
    }
  }

  private static Map<String, Object> tree(Removed removed) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("removed", removed.when().toString());
    tree.put("keep-until", removed.keepUntil().toString());
    tree.put("volumes", removed.volumes());
    return tree;
  }

  /** A damaged note must neither hide the app nor get it purged early: its time starts anew. */
  private Removed read(String name) {
    Problems problems = new Problems();
    Node root = Yaml.read(home.trash().resolve(name).resolve(NOTE), problems);
    Fields fields = root == null ? null : Fields.of(root, problems);
    Instant when = fields == null ? null : instant(fields.text("removed"));
    Instant until = fields == null ? null : instant(fields.text("keep-until"));
    List<String> volumes = fields == null ? List.of() : fields.texts("volumes");
    Instant now = clock.instant();
    return new Removed(
        name, when == null ? now : when, until == null ? now.plus(KEPT) : until, volumes);
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
