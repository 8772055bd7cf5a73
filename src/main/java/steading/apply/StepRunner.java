package steading.apply;

import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.State;
import steading.engine.Engine;
import steading.image.Images;
import steading.plan.Labels;
import steading.plan.Step;

/** Does one step; each may be done again without harm. */
final class StepRunner {
  /** More builds at once only make each of them slower on small machines. */
  private final Semaphore builds = new Semaphore(2);

  private final Engine engine;
  private final Images images;
  private final Routes routes;
  private final Journal journal;
  private final HealthWatch health;
  private final Hooks hooks;
  private final String homeId;

  StepRunner(
      Engine engine, Images images, Routes routes, Journal journal, Pulse pulse, String homeId) {
    this.engine = engine;
    this.images = images;
    this.routes = routes;
    this.journal = journal;
    this.health = new HealthWatch(engine, pulse, HealthWatch.STEADY);
    this.hooks = new Hooks(engine);
    this.homeId = homeId;
  }

  void run(String app, Step step, Consumer<String> say) {
    switch (step) {
      case Step.ObtainImage s -> obtain(s, say);
      case Step.CreateNetwork s ->
          engine.createNetwork(
              s.network(),
              s.spec(),
              Ownership.of(homeId, app, Labels.COMPOSE_NETWORK, s.spec().name()));
      case Step.ConnectNetwork s -> engine.connect(s.network(), s.container(), s.attach());
      case Step.RemoveNetwork s -> engine.removeNetwork(s.network());
      case Step.CreateVolume s -> {
        engine.createVolume(
            s.volume(),
            s.spec(),
            Ownership.of(homeId, app, Labels.COMPOSE_VOLUME, s.spec().name()));
        journal.knowVolume(app, s.volume());
      }
      case Step.RemoveVolume s -> engine.removeVolume(s.volume());
      case Step.CreateContainer s -> engine.create(s.spec(), say);
      case Step.StartContainer s -> start(app, s);
      case Step.RunHooks s -> runHooks(app, s);
      case Step.AwaitHealthy s -> health.awaitHealthy(s.target(), s.container(), s.limit());
      case Step.AwaitAnswer s -> awaitAnswer(s);
      case Step.AwaitExit s -> health.awaitSuccess(s.target(), s.container(), s.limit());
      case Step.RunTask s -> runTask(app, s);
      case Step.PublishRoutes s -> routes.publish(app, s.routes(), s.networks());
      case Step.WithdrawRoutes s -> routes.withdraw(app, s.networks());
      case Step.HoldRequests s -> hold(app, s, say);
      case Step.ReleaseRequests _ -> routes.release(app);
      case Step.Drain s -> drain(app, s, say);
      case Step.StopContainer s -> {
        hooks.beforeStop(s.container(), say);
        engine.stop(s.container(), s.grace());
      }
      case Step.RemoveContainer s -> {
        engine.remove(s.container());
        journal.unmark(app, Step.RunHooks.mark(s.container()));
      }
    }
  }

  /** What runs after a start is due anew with every one. */
  private void start(String app, Step.StartContainer step) {
    journal.unmark(app, Step.RunHooks.mark(step.container()));
    engine.start(step.container());
  }

  private void runHooks(String app, Step.RunHooks step) {
    hooks.run(step.target(), step.container(), step.hooks());
    journal.mark(app, Step.RunHooks.mark(step.container()));
  }

  private void obtain(Step.ObtainImage step, Consumer<String> say) {
    builds.acquireUninterruptibly();
    try {
      images.obtain(step.image(), say);
    } finally {
      builds.release();
    }
  }

  private void awaitAnswer(Step.AwaitAnswer step) {
    routes
        .ask(step.probe(), step.networks())
        .ifPresent(trouble -> {
          throw health.silent(step.target(), step.probe().container(), trouble);
        });
  }

  private void hold(String app, Step.HoldRequests step, Consumer<String> say) {
    if (!routes.hold(app, step.services(), step.limit())) {
      say.accept("requests were still under way after " + step.limit().toSeconds() + " s");
    }
  }

  private void drain(String app, Step.Drain step, Consumer<String> say) {
    if (!routes.drain(app, step.containers(), step.limit())) {
      say.accept("requests were still in flight after " + step.limit().toSeconds() + " s");
    }
  }

  /** A crash can come while the task runs or just after it ended: its container tells which. */
  private void runTask(String app, Step.RunTask step) {
    String name = step.spec().name();
    ContainerSeen seen = engine.container(name).orElse(null);
    if (seen != null
        && (seen.state() == State.CREATED
            || (seen.state() == State.EXITED && seen.exitCode() != 0))) {
      engine.remove(name);
      seen = null;
    }
    if (seen == null) {
      engine.create(step.spec());
      engine.start(name);
    }
    health.awaitSuccess(step.target(), name, step.limit());
    journal.mark(app, step.mark());
    engine.remove(name);
  }
}
