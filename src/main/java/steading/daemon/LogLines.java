package steading.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import steading.engine.Engine.LogSink;

/**
 * Cuts what a container writes into lines, so that the lines of several never mix: one JSON object
 * each.
 */
final class LogLines implements LogSink {
  private static final int LONGEST = 256 << 10;

  private final String source;
  private final boolean timestamps;
  private final Conversation conversation;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

  LogLines(String source, boolean timestamps, Conversation conversation) {
    this.source = source;
    this.timestamps = timestamps;
    this.conversation = conversation;
  }

  @Override
  public synchronized void accept(boolean stderr, byte[] chunk) {
    for (byte b : chunk) {
      if (b == '\n' || rest.size() >= LONGEST) {
        flush(stderr);
      }
      if (b != '\n') {
        rest.write(b);
      }
    }
  }

  /** What a program wrote last may lack its line end. */
  synchronized void end() {
    if (rest.size() > 0) {
      flush(false);
    }
  }

  private void flush(boolean stderr) {
    String line = rest.toString(StandardCharsets.UTF_8);
    rest.reset();
    if (line.endsWith("\r")) {
      line = line.substring(0, line.length() - 1);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", source);
    int space = timestamps ? line.indexOf(' ') : -1;
    if (space > 0) {
      json.put("time", line.substring(0, space));
      line = line.substring(space + 1);
    }
    json.put("stderr", stderr).put("text", line);
    conversation.output(false, (json + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
