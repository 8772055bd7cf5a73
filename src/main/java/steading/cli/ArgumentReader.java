package steading.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.problem.Nearest;
import steading.problem.Problem;

/**
 * Gives a command what was written after its name. By hand, because the library that prints the
 * help takes longer to read a command line than most commands take in all.
 */
final class ArgumentReader {
  private final Command command;
  private final List<String> words;
  private int at;

  private ArgumentReader(Command command, List<String> words) {
    this.command = command;
    this.words = words;
  }

  static void read(Command command, List<String> words) {
    new ArgumentReader(command, words).read();
  }

  private void read() {
    boolean optionsEnded = false;
    while (at < words.size()) {
      String word = words.get(at++);
      if (optionsEnded || word.length() < 2 || word.charAt(0) != '-') {
        argument(word);
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else if (word.startsWith("--")) {
        longOption(word);
      } else {
        shortOptions(word);
      }
    }
    if (!command.help()) {
      complete();
    }
  }

  private void argument(String word) {
    for (Parameter argument : command.arguments()) {
      if (!argument.isFull()) {
        argument.given().add(word);
        return;
      }
    }
    throw unknown(word, help());
  }

  private void longOption(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Parameter option = named(name);
    if (option == null) {
      List<String> near = Nearest.to(name, names());
      throw unknown(
          name, near.isEmpty() ? help() : "did you mean " + String.join(" or ", near) + "?");
    }
    if (!option.isFlag()) {
      give(option, name, equals < 0 ? next(option, name) : word.substring(equals + 1));
    } else if (equals < 0) {
      give(option, name, "");
    } else {
      throw bad(name + " takes no value");
    }
  }

  /** {@code -ft} is {@code -f -t}, and {@code -fFILE} is {@code -f FILE}. */
  private void shortOptions(String word) {
    for (int i = 1; i < word.length(); i++) {
      String name = "-" + word.charAt(i);
      Parameter option = named(name);
      if (option == null) {
        throw unknown(name, help());
      }
      if (!option.isFlag()) {
        String rest = word.substring(i + 1);
        give(option, name, rest.isEmpty() ? next(option, name) : rest);
        return;
      }
      give(option, name, "");
    }
  }

  private void give(Parameter option, String name, String value) {
    if (option.isFull()) {
      throw bad(name + " is given twice");
    }
    option.given().add(value);
  }

  private String next(Parameter option, String name) {
    if (at == words.size()) {
      throw bad(name + " needs " + option.label());
    }
    return words.get(at++);
  }

  private void complete() {
    List<String> missing = new ArrayList<>();
    for (Parameter argument : command.arguments()) {
      if (argument.given().size() < argument.least()) {
        missing.add(argument.label());
      }
    }
    if (!missing.isEmpty()) {
      throw bad("stead " + command.name() + " needs " + String.join(" and ", missing));
    }
  }

  private @Nullable Parameter named(String name) {
    for (Parameter option : command.options()) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    return null;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    command.options().forEach(option -> names.addAll(option.names()));
    return names;
  }

  private String help() {
    return "see stead " + command.name() + " --help";
  }

  private RuntimeException bad(String what) {
    return Problem.usage("usage", what, help()).raise();
  }

  private RuntimeException unknown(String word, String fix) {
    String what = "stead " + command.name() + " does not take \"" + word + "\"";
    return Problem.usage("usage.unknown", what, fix).raise();
  }
}
