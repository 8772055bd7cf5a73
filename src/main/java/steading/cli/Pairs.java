package steading.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.problem.Problem;
import steading.problem.Problems;

/** Arguments such as {@code currency=CHF}. */
final class Pairs {
  private Pairs() {}

  static Map<String, String> of(List<String> words) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Problems problems = new Problems();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        problems.add(bad("\"" + word + "\" is not of the form KEY=VALUE"));
      } else if (pairs.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        problems.add(bad("\"" + word.substring(0, equals) + "\" is given twice"));
      }
    }
    problems.raiseIfAny();
    return pairs;
  }

  static Map<String, Integer> counts(List<String> words) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Problems problems = new Problems();
    of(words)
        .forEach((service, count) -> {
          if (count.isEmpty() || count.length() > 4 || !digits(count)) {
            problems.add(bad("\"" + count + "\" for " + service + " is not a number"));
          } else {
            counts.put(service, Integer.parseInt(count));
          }
        });
    problems.raiseIfAny();
    return counts;
  }

  private static boolean digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static Problem bad(String what) {
    return Problem.usage("usage.pair", what, "write for example web=2 or currency=CHF");
  }
}
