package steading.daemon;

import java.time.Clock;
import steading.app.AppLoader;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Deployer;
import steading.apply.Holdings;
import steading.apply.Journal;
import steading.apply.Observer;
import steading.apply.Pulse;
import steading.apply.Routes;
import steading.apply.Targets;
import steading.capsule.Capsules;
import steading.engine.Engine;
import steading.gateway.CertificateKeeping;
import steading.image.Images;
import steading.recipe.Catalog;

/**
 * Everything a running installation consists of, for the verbs to reach. Wired by {@link Daemon}.
 */
record Steading(
    Home home,
    Clock clock,
    Engine engine,
    Images images,
    Catalog catalog,
    AppStore store,
    AppLoader loader,
    Secrets secrets,
    Journal journal,
    Routes routes,
    CertificateKeeping certificates,
    Targets targets,
    Observer observer,
    Holdings holdings,
    Deployer deployer,
    Jobs jobs,
    Capsules capsules,
    Locks locks,
    Pulse pulse) {}
