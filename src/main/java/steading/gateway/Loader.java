package steading.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Makes HAProxy serve a generation, and puts the former one back when it does not. */
final class Loader {
  private static final long NO_WORKER = 0;

  private final Generations generations;
  private final GatewayContainer container;
  private final Workers workers;
  private final Duration limit;

  /**
   * @param limit how long a new worker may take to serve
   */
  Loader(Generations generations, GatewayContainer container, Workers workers, Duration limit) {
    this.limit = limit;
    this.generations = generations;
    this.container = container;
    this.workers = workers;
  }

  /** What is so only now, such as addresses: asked for when it is known. */
  interface Now {
    Generation live() throws IOException;
  }

  /** Starts the container with this generation; with what is so then, it can be gone back to. */
  void start(Generation plain, Set<String> networks, Predicate<List<Workers.Target>> ready, Now now)
      throws IOException {
    Optional<String> former = generations.current();
    generations.stageOnce(plain.id(), plain.files());
    // What served before was checked before, and every moment counts while nothing does.
    if (!former.equals(Optional.of(plain.id()))) {
      container.check(plain.id());
    }
    generations.activate(plain.id());
    try {
      container.start(networks);
      await(NO_WORKER, plain.id(), ready);
    } catch (IOException | RuntimeException e) {
      if (former.isPresent() && generations.exists(former.get())) {
        generations.activate(former.get());
      }
      throw e;
    }
    generations.prune(Set.of(generations.stageLive(now.live())));
  }

  /** A container that has just been started by somebody else needs a moment. */
  void awaitAnswer() {
    AtomicReference<String> seen = new AtomicReference<>("");
    if (!awaited(() -> answers(seen))) {
      throw notLoaded(seen.get() + "\n" + container.lastWords());
    }
  }

  /**
   * Lets a new worker take over.
   *
   * @param live the same as {@code plain}, with addresses
   */
  void reload(Generation plain, Generation live, Predicate<List<Workers.Target>> ready)
      throws IOException {
    Optional<String> former = generations.current();
    String name = generations.stageLive(live);
    try {
      container.checkNews(name);
      generations.activate(name);
      reload(plain.id(), ready);
    } catch (IOException | RuntimeException e) {
      restore(former, e);
      throw e;
    }
    generations.stageOnce(plain.id(), plain.files());
    generations.activate(plain.id());
    generations.prune(Set.of(name));
  }

  private void reload(String id, Predicate<List<Workers.Target>> ready) throws IOException {
    long former = workers.current().map(Workers.Worker::pid).orElse(NO_WORKER);
    String answer = workers.reload();
    if (answer.startsWith("Success=0")) {
      throw notLoaded(answer);
    }
    await(former, id, ready);
  }

  private void await(long former, String id, Predicate<List<Workers.Target>> ready) {
    AtomicReference<String> seen = new AtomicReference<>("");
    if (!awaited(() -> serves(former, id, ready, seen))) {
      throw notLoaded(seen.get() + "\n" + container.lastWords());
    }
  }

  /** In a container that has ended, nothing will come. */
  private boolean awaited(BooleanSupplier state) {
    boolean[] come = {false};
    Patience.until(
        () -> {
          come[0] = state.getAsBoolean();
          return come[0] || container.ended();
        },
        limit);
    return come[0];
  }

  private boolean answers(AtomicReference<String> seen) {
    try {
      return workers.current().isPresent();
    } catch (IOException e) {
      seen.set("HAProxy does not answer: " + e.getMessage());
      return false;
    }
  }

  private boolean serves(
      long former, String id, Predicate<List<Workers.Target>> ready, AtomicReference<String> seen) {
    try {
      if (workers.current().map(Workers.Worker::pid).orElse(former) == former) {
        seen.set("No new worker process has come up.");
        return false;
      }
      if (!workers.serving().equals(Optional.of(id))) {
        seen.set("The new worker process serves another configuration.");
        return false;
      }
      List<Workers.Target> targets = workers.targets();
      seen.set("Targets in its eyes: " + targets);
      return ready.test(targets);
    } catch (IOException e) {
      // While it replaces its worker the master may not answer; the last word is kept for people.
      seen.set("HAProxy does not answer: " + e.getMessage());
      return false;
    }
  }

  /** What is on disk becomes what served before; the workers follow unless they never left it. */
  private void restore(Optional<String> former, Exception failure) {
    if (former.isEmpty()) {
      return;
    }
    try {
      String id = Generations.id(former.get());
      Optional<String> live = generations.liveOf(id);
      if (!workers.serving().equals(Optional.of(id))) {
        generations.activate(live.orElse(former.get()));
        reload(id, _ -> true);
      }
      generations.activate(former.get());
      generations.prune(live.stream().collect(Collectors.toSet()));
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static ProblemException notLoaded(String why) {
    return Problem.failed(
            "gateway.not-loaded",
            "The gateway does not serve what it should; what it served before stays",
            "mend what its last lines name, then apply again")
        .because(why.strip())
        .raise();
  }
}
