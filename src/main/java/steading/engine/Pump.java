package steading.engine;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Reads one stream of the Engine on a virtual thread until it ends or is closed. */
final class Pump implements Engine.LogStream {
  /** What reads; returns at the end of the stream. */
  interface Reading {
    void run() throws IOException;
  }

  /** What makes a blocked read end. */
  interface Connection {
    void close() throws IOException;
  }

  private final Wire wire;
  private final Connection connection;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private Pump(Wire wire, String name, Connection connection, Reading reading) {
    this.wire = wire;
    this.connection = connection;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> read(reading));
  }

  static Pump start(Wire wire, String name, Connection connection, Reading reading) {
    Pump pump = new Pump(wire, name, connection, reading);
    pump.thread.start();
    return pump;
  }

  private void read(Reading reading) {
    try {
      reading.run();
      disconnect();
      ended.complete(null);
    } catch (IOException e) {
      end(wire.broken(e));
    } catch (RuntimeException e) {
      end(e);
    }
  }

  /** A read that fails because we closed the stream is its normal end. */
  private void end(RuntimeException failure) {
    boolean ours = closed;
    try {
      disconnect();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    if (ours) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(failure);
    }
  }

  private void disconnect() throws IOException {
    connection.close();
  }

  @Override
  public void await() {
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(
          EngineException.Reason.FAILED, "the wait for the stream's end was interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      disconnect();
    } catch (IOException e) {
      throw wire.broken(e);
    } finally {
      // Not when the receiver itself closes: it runs on this thread and may go on.
      if (!Thread.currentThread().equals(thread)) {
        thread.interrupt();
      }
    }
  }
}
