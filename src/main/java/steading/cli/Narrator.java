package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import steading.cli.terminal.Clean;
import steading.cli.terminal.Progress;
import steading.cli.terminal.Terminal;
import steading.cli.view.Page;
import steading.cli.view.PlanText;
import steading.daemon.Views;
import steading.daemon.control.ControlClient;

/** Tells a person on stderr what the daemon says on its way to the answer. */
class Narrator implements ControlClient.Listener, AutoCloseable {
  private final Terminal terminal;
  private @Nullable Progress progress;
  private @Nullable Interruption interruption;

  Narrator(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void note(String text) {
    say(Clean.line(text));
  }

  @Override
  public void progress(JsonNode value) {
    shown()
        .moved(
            new Views.Progress(
                value.path("step").asInt(),
                value.path("of").asInt(),
                value.path("target").asText(),
                value.path("text").asText(),
                Views.Progress.State.valueOf(value.path("state").asText("MOVED"))));
  }

  @Override
  public void plan(JsonNode plan) {
    close();
    new PlanText().show(plan, new Page(terminal.err(), terminal.errStyle(), terminal.errWidth()));
    terminal.err().flush();
  }

  @Override
  public boolean ask(String question) {
    close();
    terminal.err().print(Clean.lines(question) + " [y/N] ");
    terminal.err().flush();
    String answer = line().strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  @Override
  public void output(boolean stderr, byte[] chunk) {
    close();
    var stream = stderr ? terminal.err() : terminal.out();
    stream.write(chunk, 0, chunk.length);
    stream.flush();
    if (stream.checkError()) {
      throw new BrokenPipe();
    }
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
    if (interruption != null) {
      interruption.close();
      interruption = null;
    }
  }

  private void say(String line) {
    if (progress == null) {
      terminal.err().println(line);
      terminal.err().flush();
    } else {
      progress.say(line);
    }
  }

  private Progress shown() {
    if (progress == null) {
      progress = Progress.on(terminal);
      interruption = new Interruption(terminal);
    }
    return progress;
  }

  private String line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = terminal.in().read(); b >= 0 && b != '\n'; b = terminal.in().read()) {
        line.write(b);
      }
    } catch (IOException e) {
      return "";
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
