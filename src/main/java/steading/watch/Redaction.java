package steading.watch;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes out of texts what an app keeps secret, however it came in. */
final class Redaction {
  /** Shorter values stand in texts by chance, and guard nothing. */
  private static final int SHORTEST = 4;

  private final List<String> secrets;

  Redaction(Collection<String> secrets) {
    // The longest first: one may be part of another.
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "(secret)");
    }
    return clean;
  }
}
