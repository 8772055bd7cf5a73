package steading.daemon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import steading.app.Trash;
import steading.daemon.Views.GcView;
import steading.engine.ContainerSeen;
import steading.engine.Engine.ImageSeen;

/**
 * Keeping the machine tidy. What still holds data, or is needed to go back one step, is never
 * touched.
 */
final class CareVerbs {
  private final Steading steading;

  CareVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(new Verb<>("gc", Requests.Gc.class, this::gc));
  }

  private GcView gc(Requests.Gc request, Conversation conversation) {
    List<String> removed = new ArrayList<>();
    for (Trash.Removed old : steading.store().trashed()) {
      if (old.keepUntil().isBefore(steading.clock().instant())) {
        removed.add("app " + old.name() + " (removed " + old.when() + ")");
        if (!request.dryRun()) {
          purge(old.name(), conversation);
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
    return new GcView(removed, bytes, request.dryRun());
  }

  private void purge(String app, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(app, conversation.caller())) {
      steading
          .deployer()
          .remove(app, true, ChangeVerbs.origin(conversation.caller()), new Telling(conversation));
    }
  }

  /**
   * Kept: what the last two revisions of every app need, also of removed ones, and what any
   * container uses.
   */
  private List<ImageSeen> unusedImages() {
    Set<String> used = new HashSet<>();
    for (String app : steading.store().names()) {
      List<Integer> numbers = steading.store().numbers(app);
      numbers.stream()
          .skip(Math.max(0, numbers.size() - 2))
          .forEach(n -> used.addAll(steading.store().revision(app, n).images().values()));
    }
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
