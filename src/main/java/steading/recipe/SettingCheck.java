package steading.recipe;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Durations;
import steading.compose.yaml.Sizes;
import steading.problem.Problem;
import steading.recipe.Recipe.Setting;

/** Judges a value that somebody gave for a setting. */
public final class SettingCheck {
  private static final int MOST_BYTES = 8 * 1024;
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");
  private static final int LONGEST_EMAIL = 254;

  private SettingCheck() {}

  /** The reason why the value cannot be used, or nothing when it can. */
  public static Optional<Problem> check(Setting setting, String value) {
    String why = whyNot(setting, value);
    if (why == null) {
      return Optional.empty();
    }
    String shown = setting.secret() ? "the value given" : Shown.quoted(value);
    return Optional.of(
        Problem.usage(
                "setting.bad-value",
                "the setting " + setting.name() + " cannot be " + shown,
                "set it to something such as " + example(setting))
            .because(why));
  }

  private static @Nullable String whyNot(Setting setting, String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return "It is longer than 8 KiB";
    }
    if (value.codePoints().anyMatch(c -> isRefused(c, setting.multiline()))) {
      return setting.multiline()
          ? "It has control characters, or characters that turn the reading direction"
          : "It has line breaks, control characters, or characters that turn the reading direction";
    }
    if (value.isEmpty() && setting.required()) {
      return "It may not be empty";
    }
    String why = wrongType(setting, value);
    if (why == null) {
      why = outOfRange(setting, value);
    }
    if (why == null && setting.pattern() != null && !Matching.matches(setting.pattern(), value)) {
      why = "It does not match the pattern " + setting.pattern();
    }
    return why;
  }

  private static boolean isRefused(int point, boolean multiline) {
    if (multiline && (point == '\n' || point == '\r' || point == '\t')) {
      return false;
    }
    // U+200C and U+200D join letters of some scripts and emoji, and harm nothing.
    return Shown.isHostile(point) && point != 0x200C && point != 0x200D;
  }

  private static @Nullable String wrongType(Setting setting, String value) {
    return switch (setting.type()) {
      case STRING -> null;
      case INTEGER -> INTEGER.matcher(value).matches() ? null : "It must be a whole number";
      case BOOLEAN ->
          value.equals("true") || value.equals("false") ? null : "It must be true or false";
      case CHOICE ->
          setting.choices().contains(value)
              ? null
              : "It must be one of " + String.join(", ", setting.choices());
      case EMAIL -> isEmail(value) ? null : "It must be an e-mail address";
      case URL -> isUrl(value) ? null : "It must be a URL that begins with http:// or https://";
      case DURATION ->
          Durations.parse(value) != null
              ? null
              : "It must be a duration: a number and s, m, h or d";
      case SIZE -> Sizes.parse(value) != null ? null : "It must be a size: a number and k, m or g";
    };
  }

  private static @Nullable String outOfRange(Setting setting, String value) {
    long amount = amount(setting.type(), value);
    String unit =
        switch (setting.type()) {
          case INTEGER, BOOLEAN, CHOICE -> "";
          case STRING, EMAIL, URL -> " characters";
          case DURATION -> " seconds";
          case SIZE -> " bytes";
        };
    if (setting.min() != null && amount < setting.min()) {
      return "It must be at least " + setting.min() + unit;
    }
    if (setting.max() != null && amount > setting.max()) {
      return "It must be at most " + setting.max() + unit;
    }
    return null;
  }

  private static long amount(Recipe.Type type, String value) {
    return switch (type) {
      case INTEGER -> Long.parseLong(value);
      case DURATION -> orZero(Durations.parse(value));
      case SIZE -> {
        Long size = Sizes.parse(value);
        yield size == null ? 0 : size;
      }
      case STRING, EMAIL, URL, BOOLEAN, CHOICE -> value.codePointCount(0, value.length());
    };
  }

  private static long orZero(@Nullable Duration duration) {
    return duration == null ? 0 : duration.toSeconds();
  }

  /** An address that mail programs agree on; also what an app's contact address must be. */
  public static boolean isEmail(String text) {
    return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = new URI(value);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String example(Setting setting) {
    if (setting.fallback() != null && !setting.fallback().isEmpty()) {
      return setting.fallback();
    }
    return switch (setting.type()) {
      case STRING -> setting.help().isEmpty() ? "a short text" : "a text (" + setting.help() + ")";
      case INTEGER -> String.valueOf(setting.min() == null ? 10 : setting.min());
      case BOOLEAN -> "true";
      case CHOICE ->
          setting.choices().isEmpty() ? "one of its choices" : setting.choices().getFirst();
      case EMAIL -> "me@example.org";
      case URL -> "https://example.org/";
      case DURATION -> "30s";
      case SIZE -> "512m";
    };
  }
}
