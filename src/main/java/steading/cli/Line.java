package steading.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command line taken apart: the command's name, and its arguments with the options that stood
 * before the name.
 *
 * @param command null when only options were given
 */
record Line(@Nullable String command, List<String> arguments) {
  static Line of(String... words) {
    List<String> arguments = new ArrayList<>();
    int at = 0;
    while (at < words.length && words[at].startsWith("-")) {
      arguments.add(words[at]);
      if (words[at].equals("--home") && at + 1 < words.length) {
        at++;
        arguments.add(words[at]);
      }
      at++;
    }
    if (at == words.length) {
      return new Line(null, arguments);
    }
    String name = words[at++];
    if (at < words.length && hasParts(name) && !words[at].startsWith("-")) {
      name = name + " " + words[at++];
    }
    arguments.addAll(List.of(words).subList(at, words.length));
    return new Line(name, arguments);
  }

  private static boolean hasParts(String name) {
    for (Commands.Group group : Commands.GROUPS) {
      for (String each : group.names()) {
        if (each.startsWith(name + " ")) {
          return true;
        }
      }
    }
    return false;
  }
}
