package steading.capsule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import steading.apply.Journal;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.Engine.ExecResult;
import steading.engine.Engine.ExecSpec;
import steading.engine.EngineException;
import steading.engine.Pauses;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.recipe.Keeping.Quiet;
import steading.recipe.Keeping.Way;

/**
 * Holds services still while their data is read. What is held is noted before it is touched, so
 * that a daemon that starts after a crash lets everything go before it does anything else.
 */
final class Stillness {
  private static final Logger LOG = System.getLogger(Stillness.class.getName());
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(10);
  private static final String PAUSED = "pause:";
  private static final String STOPPED = "stop:";
  private static final String STARTED = "start:";

  private static final String AFTER = "after:";

  private final Engine engine;
  private final Journal journal;
  private final String kind;

  Stillness(Engine engine, Journal journal) {
    this(engine, journal, "held:");
  }

  private Stillness(Engine engine, Journal journal, String kind) {
    this.engine = engine;
    this.journal = journal;
    this.kind = kind;
  }

  /** What stands until a restore is through, whatever is made a capsule of meanwhile. */
  static Stillness ofRestore(Engine engine, Journal journal) {
    return new Stillness(engine, journal, "replaced:");
  }

  void hold(String app, Map<String, Quiet> quiesce, List<ContainerSeen> containers) {
    quiesce.forEach((service, quiet) -> {
      for (ContainerSeen seen : of(service, containers)) {
        switch (quiet.way()) {
          case COMMAND -> {
            if (!quiet.after().isEmpty()) {
              journal.mark(app, kind + new After(seen.name(), quiet.after()).mark());
            }
            command(app + "/" + service, seen.name(), quiet.before());
          }
          case PAUSE -> {
            journal.mark(app, kind + PAUSED + seen.name());
            new Pauses(engine).pause(seen.name());
          }
          case STOP -> {
            journal.mark(app, kind + STOPPED + seen.name());
            engine.stop(seen.name(), seen.grace());
          }
        }
      }
    });
  }

  /** Starts what does not run, until everything is let go. */
  void wake(String app, ContainerSeen seen) {
    journal.mark(app, kind + STARTED + seen.name());
    engine.start(seen.name());
  }

  /** The commands that services asked for when their data is read. */
  void after(String app, Map<String, Quiet> quiesce, List<ContainerSeen> containers) {
    quiesce.forEach((service, quiet) -> {
      if (quiet.way() == Way.COMMAND && !quiet.after().isEmpty()) {
        for (ContainerSeen seen : of(service, containers)) {
          command(app + "/" + service, seen.name(), quiet.after());
          journal.unmark(app, kind + new After(seen.name(), quiet.after()).mark());
        }
      }
    });
  }

  private static List<ContainerSeen> of(String service, List<ContainerSeen> containers) {
    Predicate<ContainerSeen> own = seen -> seen.label(Labels.SERVICE).equals(service);
    return containers.stream().filter(own).filter(ContainerSeen::running).toList();
  }

  private void command(String target, String container, List<String> command) {
    ExecResult result =
        engine.execAndWait(container, ExecSpec.of(command.toArray(String[]::new)), COMMAND_LIMIT);
    if (result.code() != 0) {
      throw Problem.failed(
              "capsule.quiesce",
              target + ": " + command.getFirst() + " ended with exit code " + result.code(),
              "see what it says; the recipe wants it before the data is read")
          .because((result.stdout() + result.stderr()).strip())
          .raise();
    }
  }

  /** Lets everything of the app go on as it was; may be called at any time. */
  void release(String app) {
    List<RuntimeException> troubles = new ArrayList<>();
    Set<String> marks = journal.marks(app);
    for (String mark : marks) {
      if (mark.startsWith(kind)) {
        try {
          letGo(mark.substring(kind.length()));
          journal.unmark(app, mark);
        } catch (EngineException e) {
          if (e.reason() == EngineException.Reason.NOT_FOUND) {
            journal.unmark(app, mark);
          } else {
            troubles.add(e);
          }
        }
      }
    }
    if (!troubles.isEmpty()) {
      throw troubles.getFirst();
    }
  }

  /** The command that a container is owed, whatever becomes of the backup. */
  private record After(String container, List<String> command) {
    private static final String SEPARATOR = "\u001f";

    String mark() {
      return AFTER + container + SEPARATOR + String.join(SEPARATOR, command);
    }

    static After of(String text) {
      List<String> parts = List.of(text.split(SEPARATOR, -1));
      return new After(parts.getFirst(), parts.subList(1, parts.size()));
    }

    /** Once: one that fails would fail for ever. */
    void run(Engine engine) {
      try {
        ExecResult result =
            engine.execAndWait(
                container, ExecSpec.of(command.toArray(String[]::new)), COMMAND_LIMIT);
        if (result.code() != 0) {
          LOG.log(
              Level.WARNING,
              "{0} in {1} ended with exit code {2}",
              command.getFirst(),
              container,
              result.code());
        }
      } catch (EngineException e) {
        if (e.reason() == EngineException.Reason.UNREACHABLE) {
          throw e;
        }
        LOG.log(Level.WARNING, "{0} could not be run in {1}", command.getFirst(), container);
      }
    }
  }

  private void letGo(String mark) {
    String name = mark.substring(mark.indexOf(':') + 1);
    if (mark.startsWith(AFTER)) {
      After.of(name).run(engine);
      return;
    }
    if (mark.startsWith(PAUSED)) {
      new Pauses(engine).resume(name);
    } else if (mark.startsWith(STOPPED)) {
      engine.start(name);
    } else {
      engine.stop(name, engine.container(name).map(ContainerSeen::grace).orElse(Duration.ZERO));
    }
  }
}
