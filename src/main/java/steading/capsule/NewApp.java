package steading.capsule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import steading.app.AppStore;
import steading.app.Durable;
import steading.apply.Journal.Entry;
import steading.apply.Progress;
import steading.plan.Desired;

/** An app that came to be in an operation that failed. */
final class NewApp {
  private NewApp() {}

  /** Nothing is left of it; may be done again. */
  static void takeAway(Means means, Entry entry) {
    String app = entry.app();
    means.deployer().conduct().converge(entry.id(), Desired.gone(app, true), Progress.SILENT);
    AppStore store = means.store();
    if (store.exists(app)) {
      store.trash(app, List.of());
    }
    if (store.trashed(app).isPresent()) {
      store.purge(app);
    }
    means.journal().forget(app);
    Stage.of(means.home(), app).clear();
    try {
      Durable.deleteTree(means.home().appDirectory(app));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
