package steading.capsule;

import java.time.Clock;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Deployer;
import steading.apply.Journal;
import steading.apply.Pulse;
import steading.apply.Targets;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Restic;
import steading.engine.Engine;
import steading.image.Images;

/** What the work with capsules needs of an installation. */
public record Means(
    Home home,
    Engine engine,
    Images images,
    Secrets secrets,
    Targets targets,
    Deployer deployer,
    Journal journal,
    Restic restic,
    Pulse pulse,
    Clock clock,
    AppStore store,
    AppLoader loader,
    Repositories repositories) {

  /** With what reads the home's own files. */
  public Means(
      Home home,
      Engine engine,
      Images images,
      Secrets secrets,
      Targets targets,
      Deployer deployer,
      Journal journal,
      Restic restic,
      Pulse pulse,
      Clock clock) {
    this(
        home,
        engine,
        images,
        secrets,
        targets,
        deployer,
        journal,
        restic,
        pulse,
        clock,
        new AppStore(home),
        new AppLoader(home, new AppStore(home), secrets),
        new Repositories(home));
  }
}
