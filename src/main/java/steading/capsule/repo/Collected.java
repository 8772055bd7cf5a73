package steading.capsule.repo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import steading.engine.Engine.LogSink;

/** The beginning of what a program writes. */
final class Collected implements LogSink {
  private static final int LIMIT = 1 << 18;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Override
  public synchronized void accept(boolean stderr, byte[] chunk) {
    ByteArrayOutputStream to = stderr ? err : out;
    to.write(chunk, 0, Math.min(chunk.length, Math.max(0, LIMIT - to.size())));
  }

  synchronized String text(boolean stderr) {
    return (stderr ? err : out).toString(StandardCharsets.UTF_8);
  }
}
