package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A caller that remembers what it was told. */
final class Listening implements ControlClient.Listener {
  final List<String> heard = new CopyOnWriteArrayList<>();
  private final boolean answer;

  Listening(boolean answer) {
    this.answer = answer;
  }

  @Override
  public void note(String text) {
    heard.add("note " + text);
  }

  @Override
  public void progress(JsonNode progress) {
    heard.add("progress " + progress.path("text").asText());
  }

  @Override
  public void plan(JsonNode plan) {
    heard.add("plan " + plan.path("app").asText());
  }

  @Override
  public boolean ask(String question) {
    heard.add("ask " + question);
    return answer;
  }

  @Override
  public void output(boolean stderr, byte[] chunk) {
    heard.add((stderr ? "err " : "out ") + new String(chunk, StandardCharsets.UTF_8));
  }
}
