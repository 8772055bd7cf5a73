package steading.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One word of {@code stead}. Its options and arguments are fields, made by the methods here. */
abstract class Command {
  static final int ANY = Integer.MAX_VALUE;

  /** How many options every command has; they are the first. */
  static final int COMMON = 5;

  private final String name;
  private final String summary;
  private final List<Parameter> options = new ArrayList<>();
  private final List<Parameter> arguments = new ArrayList<>();
  private List<String> examples = List.of();

  private final Parameter json = flag("Print JSON, on failure too.", "--json");
  private final Parameter yes = flag("Answer every question with yes.", "-y", "--yes");
  private final Parameter home =
      option("DIR", "The installation to work on (default: $STEADING_HOME).", "--home");
  private final Parameter noSetup =
      flag("Never install or start a Docker Engine; say that it is missing.", "--no-setup");
  private final Parameter help = flag("Show this help.", "-h", "--help");

  /**
   * @param summary one line that begins with a verb
   */
  Command(String name, String summary) {
    this.name = name;
    this.summary = summary;
  }

  /** Does the work and returns the exit code; problems are thrown. */
  abstract int run(Session session);

  final String name() {
    return name;
  }

  final String summary() {
    return summary;
  }

  final List<Parameter> options() {
    return options;
  }

  final List<Parameter> arguments() {
    return arguments;
  }

  final List<String> examples() {
    return examples;
  }

  final boolean json() {
    return json.on();
  }

  final boolean yes() {
    return yes.on();
  }

  final @Nullable String home() {
    return home.text();
  }

  /**
   * What was asked, for others who have to wait for it: the command, what it is about, and the
   * names of what it sets. Values may be secret and stay out.
   */
  final String words() {
    StringBuilder words = new StringBuilder("stead ").append(name);
    for (int i = 0; i < arguments.size(); i++) {
      for (String text : arguments.get(i).all()) {
        int equals = text.indexOf('=');
        if (equals > 0) {
          words.append(' ').append(text, 0, equals);
        } else if (i == 0) {
          words.append(' ').append(text);
        }
      }
    }
    return words.toString();
  }

  final boolean setup() {
    return !noSetup.on();
  }

  final boolean help() {
    return help.on();
  }

  /** Shown below the options. */
  final void examples(String... lines) {
    examples = List.of(lines);
  }

  final Parameter flag(String description, String... names) {
    return option(new Parameter(List.of(names), "", description, 0, ANY));
  }

  final Parameter option(String label, String description, String... names) {
    return option(new Parameter(List.of(names), label, description, 0, 1));
  }

  /** An option that may be given several times. */
  final Parameter options(String label, String description, String... names) {
    return option(new Parameter(List.of(names), label, description, 0, ANY));
  }

  final Parameter required(String label, String description) {
    return argument(label, description, 1, 1);
  }

  final Parameter optional(String label, String description) {
    return argument(label, description, 0, 1);
  }

  /** Everything that is left. */
  final Parameter rest(String label, String description, int least) {
    return argument(label, description, least, ANY);
  }

  private Parameter option(Parameter option) {
    options.add(option);
    return option;
  }

  private Parameter argument(String label, String description, int least, int most) {
    Parameter argument = new Parameter(List.of(), label, description, least, most);
    arguments.add(argument);
    return argument;
  }
}
