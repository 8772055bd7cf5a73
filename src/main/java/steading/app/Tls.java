package steading.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the certificates of an app's hosts come from. */
public enum Tls {
  /** A certificate authority that is asked by itself, and again before each certificate ends. */
  ACME,
  /** The installation's own authority. */
  INTERNAL,
  /** Certificates that the owner handed over. */
  FILES,
  /** None: the hosts are served without encryption. */
  OFF;

  /** As it stands in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Tls> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Tls::word).toList();
  }
}
