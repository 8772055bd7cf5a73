package steading.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import steading.cli.terminal.Clean;
import steading.cli.terminal.Style;
import steading.cli.terminal.Terminal;
import steading.daemon.control.Json;

/** Prints log lines, which arrive as one JSON object a line. */
final class LogPrinter extends Narrator {
  private final Terminal terminal;
  private final Style style;
  private final boolean json;
  private final boolean prefixed;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int widest;

  LogPrinter(Terminal terminal, boolean json, boolean prefixed) {
    super(terminal);
    this.terminal = terminal;
    this.style = terminal.outStyle();
    this.json = json;
    this.prefixed = prefixed;
  }

  @Override
  public void output(boolean stderr, byte[] chunk) {
    PrintStream out = terminal.out();
    for (byte b : chunk) {
      if (b == '\n') {
        print(out, line.toByteArray());
        line.reset();
      } else {
        line.write(b);
      }
    }
    out.flush();
    if (out.checkError()) {
      throw new BrokenPipe();
    }
  }

  private void print(PrintStream out, byte[] bytes) {
    if (json) {
      out.println(Json.printable(new String(bytes, StandardCharsets.UTF_8)));
      return;
    }
    try {
      out.println(text(Json.read(bytes)));
    } catch (IOException e) {
      throw new IllegalStateException("a log line is not JSON", e);
    }
  }

  private String text(JsonNode entry) {
    StringBuilder text = new StringBuilder();
    if (prefixed) {
      String source = Clean.line(entry.path("source").asText(""));
      widest = Math.max(widest, source.length());
      String padded = source + " ".repeat(widest - source.length()) + " | ";
      text.append(style.named(source, padded));
    }
    if (entry.path("time").isTextual()) {
      text.append(style.dim(Clean.line(entry.path("time").asText()))).append(' ');
    }
    return text.append(Clean.log(entry.path("text").asText(""), style.on())).toString();
  }
}
