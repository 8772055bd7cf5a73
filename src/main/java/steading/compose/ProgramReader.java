package steading.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.phase.Forms;
import steading.compose.phase.ShellWords;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;

/** Reads what runs inside the container. */
final class ProgramReader {
  private final Reading reading;
  private final Fields fields;

  ProgramReader(Reading reading, Fields fields) {
    this.reading = reading;
    this.fields = fields;
  }

  Program read() {
    Map<String, String> environment = known(fields, "environment", reading.variables());
    return new Program(
        words("entrypoint"),
        words("command"),
        environment,
        fields.text("user"),
        fields.text("working_dir"),
        reading.flag(fields, "init"),
        reading.flag(fields, "tty"),
        reading.flag(fields, "stdin_open"));
  }

  private @Nullable List<String> words(String key) {
    return fields.has(key) ? fields.texts(key) : null;
  }

  /** A command in either form. */
  static List<String> words(Fields from, String key, Reading reading) {
    if (!(from.node(key) instanceof Node.Scalar scalar)) {
      return from.texts(key);
    }
    List<String> words = ShellWords.split(scalar.text());
    if (words == null) {
      from.problem(key, "compose.command", "a quote in this command is never closed", "close it");
      return List.of();
    }
    return words;
  }

  /** Names and values; a name without a value takes the variable's, or is left out. */
  static Map<String, String> known(Fields fields, String key, Map<String, String> variables) {
    Map<String, String> texts = fields.textMap(key);
    Map<String, String> known = new LinkedHashMap<>();
    fields
        .entries(key)
        .forEach((name, entry) -> {
          String value = Forms.isNothing(entry.value()) ? variables.get(name) : texts.get(name);
          if (value != null) {
            known.put(name, value);
          }
        });
    return known;
  }
}
