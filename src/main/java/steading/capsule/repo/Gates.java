package steading.capsule.repo;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets any number work in a repository, or one alone. restic has locks of its own, but whoever
 * meets one of those fails or keeps services still while he waits.
 */
public final class Gates {
  private static final int MANY = 1 << 20;

  private final Map<String, Semaphore> gates = new ConcurrentHashMap<>();

  /** To be closed by whoever leaves. */
  public interface Passage extends AutoCloseable {
    @Override
    void close();
  }

  private Semaphore gate(Repository repository) {
    return gates.computeIfAbsent(repository.name(), _ -> new Semaphore(MANY));
  }

  /** What takes no lock of restic's needs not wait either. */
  Passage enter(Task task, Restic.Listener listener) {
    if (task.arguments().contains("--no-lock") || task.arguments().getFirst().equals("unlock")) {
      return () -> {};
    }
    Semaphore gate = gate(task.repository());
    if (!gate.tryAcquire()) {
      listener.note("waiting until repository " + task.repository().name() + " has been tidied up");
      gate.acquireUninterruptibly();
    }
    return gate::release;
  }

  /** Empty when somebody is there. */
  Optional<Passage> alone(Repository repository) {
    Semaphore gate = gate(repository);
    return gate.tryAcquire(MANY) ? Optional.of(() -> gate.release(MANY)) : Optional.empty();
  }
}
