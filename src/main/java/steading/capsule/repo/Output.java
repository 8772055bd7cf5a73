package steading.capsule.repo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import steading.engine.Engine.LogSink;

/** Takes apart what restic writes: lines of JSON, and what else it has to say. */
final class Output implements LogSink {
  private static final int KEPT_LINES = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Consumer<JsonNode> sink;
  private final Restic.Listener listener;
  private final Patience patience;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Deque<String> last = new ArrayDeque<>();
  private final List<String> unread = new ArrayList<>();
  private int faults;

  Output(Consumer<JsonNode> sink, Restic.Listener listener, Patience patience) {
    this.sink = sink;
    this.listener = listener;
    this.patience = patience;
  }

  @Override
  public synchronized void accept(boolean stderr, byte[] chunk) {
    ByteArrayOutputStream open = stderr ? err : out;
    int from = 0;
    for (int i = 0; i < chunk.length; i++) {
      if (chunk[i] == '\n') {
        open.write(chunk, from, i - from);
        line(open.toString(StandardCharsets.UTF_8));
        open.reset();
        from = i + 1;
      }
    }
    open.write(chunk, from, chunk.length - from);
  }

  /** What came after the last line's end. */
  synchronized void end() {
    for (ByteArrayOutputStream open : List.of(out, err)) {
      if (open.size() > 0) {
        line(open.toString(StandardCharsets.UTF_8));
        open.reset();
      }
    }
  }

  /** The last lines that are no data, for people. */
  synchronized List<String> last() {
    return List.copyOf(last);
  }

  /** Paths that restic could not read. */
  synchronized List<String> unread() {
    return List.copyOf(unread);
  }

  synchronized int faults() {
    return faults;
  }

  private void line(String line) {
    JsonNode message = parsed(line);
    if (message == null) {
      patience.heard(line).ifPresent(listener::note);
      keep(line);
      return;
    }
    switch (message.path("message_type").asText()) {
      case "status" -> Moved.of(message).ifPresent(this::moved);
      case "exit_error" -> keep(message.path("message").asText());
      case "error" -> fault(message);
      default -> sink.accept(message);
    }
  }

  private void moved(Moved moved) {
    patience.moved(moved.bytes());
    listener.moved(moved);
  }

  private void fault(JsonNode message) {
    faults++;
    String item = message.path("item").asText();
    String words = message.path("error").path("message").asText(message.path("message").asText());
    keep(words);
    if (!item.isEmpty() && unread.size() < KEPT_LINES) {
      unread.add(item);
    }
  }

  private void keep(String line) {
    if (line.isBlank()) {
      return;
    }
    if (last.size() == KEPT_LINES) {
      last.removeFirst();
    }
    last.addLast(line.strip());
  }

  private static @Nullable JsonNode parsed(String line) {
    if (!line.startsWith("{") && !line.startsWith("[")) {
      return null;
    }
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
