package steading.watch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.engine.EngineException;

/** What a container wrote last, without what its app keeps secret. */
final class LastWords {
  private static final int LINES = 5;
  private static final int LONGEST = 200;

  private final Engine engine;
  private final Redaction redaction;

  LastWords(Engine engine, Redaction redaction) {
    this.engine = engine;
    this.redaction = redaction;
  }

  /** As an addition to a sentence; one line for each line of the log. */
  String of(String container) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (Engine.LogStream log =
        engine.logs(
            container,
            new Engine.LogQuery(false, LINES, null, false),
            (_, chunk) -> text.writeBytes(chunk))) {
      log.await();
    } catch (EngineException e) {
      return ". Its log cannot be read: " + e.text();
    }
    return ". " + told(redaction.clean(text.toString(StandardCharsets.UTF_8)));
  }

  /**
   * What the last health probe said, as an addition to a sentence; nothing when it said nothing.
   */
  String ofProbe(ContainerSeen seen) {
    return seen.probe().isEmpty() ? "" : ": " + redaction.clean(seen.probe());
  }

  static String told(String log) {
    List<String> lines = log.strip().lines().toList();
    if (lines.isEmpty()) {
      return "It wrote no log";
    }
    StringBuilder told = new StringBuilder("Its last lines:");
    for (String line : lines.subList(Math.max(0, lines.size() - LINES), lines.size())) {
      told.append("\n  ").append(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }
    return told.toString();
  }
}
