package steading.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.problem.Nearest;
import steading.problem.Problems;
import steading.recipe.Shown;

/**
 * Where certificates come from.
 *
 * @param fallback for apps whose file does not say
 */
public record TlsSettings(Tls fallback, AcmeSettings acme) {
  public static final TlsSettings DEFAULT = new TlsSettings(Tls.INTERNAL, AcmeSettings.DEFAULT);
  static final String KEY = "tls";

  static TlsSettings read(Path home, @Nullable Fields fields, Problems problems) {
    if (fields == null) {
      return DEFAULT;
    }
    Tls fallback = read(fields);
    return new TlsSettings(
        fallback == null ? Tls.INTERNAL : fallback,
        AcmeReader.read(home, fields.fields("acme"), problems));
  }

  /** What a file says under {@code tls}; null when it says nothing. */
  static @Nullable Tls read(Fields fields) {
    String word = fields.text(KEY);
    if (word == null) {
      return null;
    }
    Tls tls = Tls.of(word).orElse(null);
    if (tls == null) {
      fields.problem(
          KEY,
          "tls.unknown",
          Shown.quoted(word) + " is no place that certificates come from",
          Nearest.hint(word, Tls.words(), "write one of " + String.join(", ", Tls.words())));
    }
    return tls;
  }

  /** What an app's certificates are, whether its file says so or not. */
  public Tls of(App app) {
    Tls own = app.tls();
    return own == null ? fallback : own;
  }
}
