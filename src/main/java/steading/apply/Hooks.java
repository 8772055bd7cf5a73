package steading.apply;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import steading.compose.Hook;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.engine.HookText;
import steading.plan.Labels;
import steading.problem.Problem;

/** Runs a service's own commands inside its containers, after they start and before they stop. */
final class Hooks {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Engine engine;

  Hooks(Engine engine) {
    this.engine = engine;
  }

  /** One after the other; the first that fails is a problem. */
  void run(String target, String container, List<Hook> hooks) {
    for (Hook hook : hooks) {
      String trouble = trouble(container, hook);
      if (!trouble.isEmpty()) {
        throw Problem.failed(
                "container.hook",
                target + ": the post_start command " + hook.command().getFirst() + " failed",
                "correct the command, or see `stead logs " + target.replace('/', ' ') + "`")
            .because(trouble)
            .raise();
      }
    }
  }

  /** A command that fails is said, but what is to be stopped is stopped. */
  void beforeStop(String container, Consumer<String> say) {
    ContainerSeen seen = engine.container(container).orElse(null);
    if (seen == null || !seen.running() || seen.label(Labels.PRE_STOP).isEmpty()) {
      return;
    }
    if (isTheImages(seen)) {
      say.accept("the commands of its label " + Labels.PRE_STOP + " may be its image's: not run");
      return;
    }
    for (Hook hook : HookText.read(seen.label(Labels.PRE_STOP))) {
      String trouble = trouble(container, hook);
      if (!trouble.isEmpty()) {
        say.accept("the pre_stop command " + hook.command().getFirst() + " failed: " + trouble);
      }
    }
  }

  /** The Engine hands an image's labels on to containers; no image may say what is run. */
  private boolean isTheImages(ContainerSeen seen) {
    return engine
        .image(seen.imageId())
        .map(image -> seen.label(Labels.PRE_STOP).equals(image.labels().get(Labels.PRE_STOP)))
        .orElse(true);
  }

  private String trouble(String container, Hook hook) {
    Engine.ExecSpec command =
        new Engine.ExecSpec(
            hook.command(),
            hook.environment(),
            hook.user(),
            hook.workingDir(),
            false,
            false,
            hook.privileged());
    try {
      Engine.ExecResult result = engine.execAndWait(container, command, LIMIT);
      String output = (result.stdout() + result.stderr()).strip();
      return result.code() == 0
          ? ""
          : "it ended with exit code " + result.code() + (output.isEmpty() ? "" : ": " + output);
    } catch (EngineException e) {
      if (e.reason() == EngineException.Reason.UNREACHABLE) {
        throw e;
      }
      return e.text();
    }
  }
}
