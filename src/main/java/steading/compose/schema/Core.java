package steading.compose.schema;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/**
 * The types that Compose's YAML reader sees in plain scalars, which are YAML 1.2's and some of YAML
 * 1.1's: {@code 0777} is octal, {@code 1_000} a number and {@code 2001-01-01} a day; {@code yes} is
 * a text.
 */
public final class Core {
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0x[0-9a-fA-F_]+|0b[01_]+|0o?[0-7_]+|[0-9][0-9_]*)");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern DAY = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");
  private static final int LONGEST = 64;

  private Core() {}

  /** Null, or a Boolean, Long, Double, LocalDate or String. */
  public static @Nullable Object value(Node.Scalar scalar) {
    String text = scalar.text();
    if (!scalar.plain() || text.length() > LONGEST) {
      return text;
    }
    if (scalar.isNull()) {
      return null;
    }
    Boolean bool = Scalars.bool(text);
    if (bool != null) {
      return bool;
    }
    char first = text.charAt(0);
    boolean numeric = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
    return numeric ? number(text) : text;
  }

  private static Object number(String text) {
    Matcher day = DAY.matcher(text);
    if (day.matches()) {
      return day(day, text);
    }
    Matcher integer = INTEGER.matcher(text);
    if (integer.matches()) {
      Long whole = whole(integer.group(1), integer.group(2).replace("_", ""));
      if (whole != null) {
        return whole;
      }
    }
    if (REAL.matcher(text).matches()) {
      return Double.valueOf(text.replace("_", ""));
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> text;
    };
  }

  private static Object day(Matcher day, String text) {
    try {
      return LocalDate.of(
          Integer.parseInt(day.group(1)),
          Integer.parseInt(day.group(2)),
          Integer.parseInt(day.group(3)));
    } catch (DateTimeException e) {
      return text;
    }
  }

  private static @Nullable Long whole(String sign, String digits) {
    int radix = 10;
    int skip = 0;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char kind = digits.charAt(1);
      radix = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
      skip = Character.isDigit(kind) ? 1 : 2;
    }
    try {
      return Long.valueOf(sign + digits.substring(skip), radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The text that Compose makes of a value where it wants a text: {@code 1.0} is 1. */
  public static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case LocalDate day -> day + " 00:00:00 +0000 UTC";
      case Float number -> real(number.toString());
      case Double number -> real(number.toString());
      default -> value.toString();
    };
  }

  /** Go's shortest form: an exponent from 1e+06 and below 1e-04. */
  private static String real(String java) {
    if (java.equals("Infinity") || java.equals("-Infinity")) {
      return java.startsWith("-") ? "-Inf" : "+Inf";
    }
    if (java.equals("NaN")) {
      return java;
    }
    BigDecimal exact = new BigDecimal(java).stripTrailingZeros();
    if (exact.signum() == 0) {
      return "0";
    }
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String size = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return (exact.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + "e"
        + (exponent < 0 ? "-" : "+")
        + size;
  }

  /** The value as it is printed where the specification leaves its type open. */
  public static @Nullable Object plain(Node.Scalar scalar) {
    Object value = value(scalar);
    return value instanceof LocalDate day ? day + "T00:00:00Z" : value;
  }
}
