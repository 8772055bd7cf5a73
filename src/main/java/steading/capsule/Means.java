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

/** What the work with capsules needs of an installation. */
public record Means(
    Home home,
    Engine engine,
    AppStore store,
    AppLoader loader,
    Secrets secrets,
    Targets targets,
    Deployer deployer,
    Journal journal,
    Repositories repositories,
    Restic restic,
    Pulse pulse,
    Clock clock) {}
