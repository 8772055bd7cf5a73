package steading.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Guesses which of the known words a person meant. */
public final class Nearest {
  private static final int LISTED = 20;
  private static final int MOST = 3;

  /** Nobody mistypes a name that long, and comparing one takes time. */
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The closest of {@code known}, or null when none is close enough to be worth a guess. */
  public static @Nullable String of(String word, Collection<String> known) {
    return near(word, known).stream().findFirst().orElse(null);
  }

  /** Those that are close, and those of which one begins with the other; the closest first. */
  public static List<String> to(String word, Collection<String> known) {
    List<String> all = new ArrayList<>(near(word, known));
    known.stream()
        .filter(each -> word.length() > 1 && (each.startsWith(word) || word.startsWith(each)))
        .filter(each -> !all.contains(each))
        .forEach(all::add);
    return all.size() > MOST ? all.subList(0, MOST) : all;
  }

  private static List<String> near(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return List.of();
    }
    int limit = Math.max(1, word.length() / 3) + 1;
    Map<String, Integer> distances = new LinkedHashMap<>();
    for (String candidate : known) {
      int distance = distance(word, candidate, limit);
      if (distance < limit) {
        distances.put(candidate, distance);
      }
    }
    return distances.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** For a word that may as well go: the nearest one, or what is possible at all. */
  public static String hint(String word, Collection<String> known) {
    String nearest = of(word, known);
    if (nearest != null) {
      return "did you mean \"" + nearest + "\"?";
    }
    return known.isEmpty() || known.size() > LISTED
        ? "remove it"
        : "remove it, or use one of " + sorted(known);
  }

  /**
   * For a word of which there must be one: the nearest, else all there are, else {@code nothing}.
   */
  public static String hint(String word, Collection<String> known, String nothing) {
    String nearest = of(word, known);
    if (nearest != null) {
      return "did you mean " + nearest + "?";
    }
    return known.isEmpty() ? nothing : "choose one of " + sorted(known);
  }

  private static String sorted(Collection<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }

  /** Edit distance in which swapping two neighbours counts once. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
