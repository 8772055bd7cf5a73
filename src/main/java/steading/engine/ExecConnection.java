package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import steading.engine.EngineException.Reason;

/** A command that runs in a container, and our end of its streams. */
final class ExecConnection implements Engine.ExecSession {
  /** Between the end of a command's output and the Engine's knowledge of its exit. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);

  private final Wire wire;
  private final String id;
  private final boolean tty;
  private final Wire.Stream streams;
  private final Pump output;
  private final CountDownLatch closed = new CountDownLatch(1);

  ExecConnection(
      Wire wire, String id, Engine.ExecSpec spec, Wire.Stream streams, Engine.LogSink sink) {
    this.wire = wire;
    this.id = id;
    this.tty = spec.tty();
    this.streams = streams;
    this.output =
        Pump.start(
            wire, "engine-exec", streams::close, () -> Frames.read(streams.input(), tty, sink));
  }

  @Override
  public void stdin(byte[] chunk) {
    try {
      streams.connection().output().write(chunk);
      streams.connection().output().flush();
    } catch (IOException e) {
      throw new EngineException(Reason.CONFLICT, "the command no longer reads its input", e);
    }
  }

  @Override
  public void endStdin() {
    try {
      streams.connection().endOutput();
    } catch (IOException e) {
      throw new EngineException(Reason.CONFLICT, "the command no longer reads its input", e);
    }
  }

  @Override
  public void resize(int columns, int rows) {
    wire.ask(
        Call.post("/exec/{}/resize", id)
            .with("w", Integer.toString(columns))
            .with("h", Integer.toString(rows)));
  }

  @Override
  public int await() {
    output.await();
    long deadline = System.nanoTime() + EXIT_LIMIT.toNanos();
    long pause = 5;
    while (System.nanoTime() < deadline) {
      JsonNode state = wire.ask(Call.get("/exec/{}/json", id));
      if (!state.path("Running").asBoolean()) {
        return state.path("ExitCode").asInt();
      }
      if (pauseOrClosed(pause)) {
        break;
      }
      pause = Math.min(pause * 2, 500);
    }
    throw new EngineException(
        Reason.FAILED, "the command's output has ended, but the command still runs");
  }

  private boolean pauseOrClosed(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.FAILED, "the wait for a command was interrupted", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    output.close();
  }
}
