package steading.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import steading.engine.EngineException.Reason;

/**
 * Asks several things at once: an answer of the Engine takes it longer than us, and it works on
 * many at a time. Closing waits for all.
 */
public final class Together implements AutoCloseable {
  /** Enough to keep the Engine busy, few enough not to drown it where hundreds of things are. */
  private static final int AT_ONCE = 16;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("together").factory());

  /** Begins at once; the answer waits for the end, and throws what the question threw. */
  public <T> Supplier<T> ask(Supplier<T> question) {
    Future<T> asked = threads.submit(question::get);
    return () -> answer(asked);
  }

  private static <T> T answer(Future<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.FAILED, "the calls to the Engine were interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
