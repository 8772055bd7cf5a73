package steading.daemon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steading.app.Trash;
import steading.apply.EngineWords;
import steading.daemon.Views.GcView;
import steading.engine.ContainerSeen;
import steading.engine.Engine.ImageSeen;
import steading.engine.EngineException;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Keeping the machine tidy. What still holds data, or is needed to go back one step, is never
 * touched.
 */
final class CareVerbs {
  private static final int KEPT_REVISIONS = 2;

  private final Steading steading;

  CareVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("gc", Requests.Gc.class, this::gc));
  }

  private GcView gc(Requests.Gc request, Conversation conversation) {
    List<String> removed = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Trash.Removed old : steading.store().trashed()) {
      if (old.keepUntil().isBefore(steading.clock().instant())) {
        String app = "app " + old.name() + " (removed " + old.when() + ")";
        try {
          if (!request.dryRun()) {
            purge(old.name(), conversation);
          }
          removed.add(app);
        } catch (ProblemException e) {
          // One that cannot go now must not keep the others.
          failed.add(app + ": " + e.getMessage());
        } catch (EngineException e) {
          failed.add(app + ": " + EngineWords.problem(e).getMessage());
        }
      }
    }
    long bytes = 0;
    for (ImageSeen image : unusedImages()) {
      String reference = image.tags().isEmpty() ? image.id() : image.tags().getFirst();
      removed.add("image " + reference);
      bytes += image.size();
      if (!request.dryRun()) {
        steading.engine().removeImage(reference);
      }
    }
    return new GcView(removed, failed, bytes, request.dryRun());
  }

  private void purge(String app, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(app, conversation.caller())) {
      if (steading.store().exists(app)) {
        throw Problem.failed(
                "gc.two-apps",
                "there is a live app of that name too",
                "move one of the two directories out of "
                    + steading.home().apps()
                    + " and "
                    + steading.home().trash())
            .raise();
      }
      List<String> foreign = foreignVolumes(app);
      steading
          .deployer()
          .expire(app, ChangeVerbs.origin(conversation.caller()), new Telling(conversation));
      if (!foreign.isEmpty()) {
        conversation.note(
            "Volumes that "
                + app
                + " had taken over stay: "
                + String.join(", ", foreign)
                + ". `docker volume rm` deletes them");
      }
    }
  }

  private List<String> foreignVolumes(String app) {
    return steading.journal().knownVolumes(app).stream()
        .filter(name ->
            steading
                .engine()
                .volume(name)
                .filter(volume -> !volume.labels().containsKey(Labels.HOME))
                .isPresent())
        .sorted()
        .toList();
  }

  /**
   * Kept: what the last two revisions of every app need, also of removed ones, and what any
   * container uses.
   */
  private List<ImageSeen> unusedImages() {
    Set<String> used = steading.store().images(KEPT_REVISIONS);
    Set<String> inUse = new HashSet<>();
    for (ContainerSeen seen : steading.engine().containers(Map.of())) {
      inUse.add(seen.imageId());
    }
    Set<String> unused = new HashSet<>(steading.images().unused(List.copyOf(used)));
    return steading.engine().images(Map.of("steading.image", "")).stream()
        .filter(i -> !inUse.contains(i.id()))
        .filter(i -> i.tags().stream().anyMatch(unused::contains) || unused.contains(i.id()))
        .toList();
  }
}
