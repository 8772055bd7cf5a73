package steading.compose.yaml;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of YAML 1.2's core schema: {@code yes} and {@code on} are texts. */
public final class Scalars {
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,20}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,15}");
  private static final Pattern DECIMALS =
      Pattern.compile("[-+]?([0-9]{1,18}(\\.[0-9]{0,18})?|\\.[0-9]{1,18})");
  private static final int SHOWN = 60;

  private Scalars() {}

  /** Null when {@code text} is no whole number. */
  public static @Nullable Long integer(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    if (OCTAL.matcher(text).matches()) {
      return Long.valueOf(text.substring(2), 8);
    }
    return HEX.matcher(text).matches() ? Long.valueOf(text.substring(2), 16) : null;
  }

  /** Null when {@code text} is no whole number of 32 bits. */
  static @Nullable Integer smallInteger(String text) {
    Long number = integer(text);
    return number == null || number != number.intValue() ? null : (Integer) number.intValue();
  }

  /** Null when {@code text} is no number. */
  static @Nullable Double decimal(String text) {
    return DECIMALS.matcher(text).matches() ? Double.valueOf(text) : null;
  }

  /** Null when {@code text} is neither true nor false. */
  public static @Nullable Boolean bool(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> Boolean.TRUE;
      case "false", "False", "FALSE" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** A value in a problem's text: one line, and not endless. */
  public static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
