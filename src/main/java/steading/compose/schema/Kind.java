package steading.compose.schema;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;

/**
 * The single values of the Compose Specification: which YAML types each may have, and what becomes
 * of it in the canonical text.
 */
enum Kind {
  TEXT("a text (numbers and booleans in quotes)") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String ? value : null;
    }
  },
  TEXT_OR_NUMBER("a text or a number") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String || value instanceof Number ? Core.text(value) : null;
    }
  },
  TEXT_OR_INTEGER("a text or a whole number") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String || value instanceof Long ? Core.text(value) : null;
    }
  },
  /** A number of which only the whole part counts. */
  TRUNCATED("a number") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof Double number ? (Long) number.longValue() : INTEGER.read(value);
    }
  },
  /** A duration, or a number of microseconds. */
  MICROSECONDS("a number of microseconds or a duration such as 20ms") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      Object number = TRUNCATED.read(value);
      return number == null ? DURATION.read(value) : number;
    }
  },
  /** A value in a mapping of names to texts; nothing is the empty text. */
  PAIR("a single value") {
    @Override
    Object read(@Nullable Object value) {
      return Core.text(value);
    }
  },
  /** As {@link #PAIR}, but nothing stays nothing: the value is to be found elsewhere. */
  VARIABLE("a single value") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value == null ? null : Core.text(value);
    }
  },
  BOOL("true or false") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String text ? loose(text) : value instanceof Boolean ? value : null;
    }
  },
  STRICT_BOOL("true or false, without quotes") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof Boolean ? value : null;
    }
  },
  INTEGER("a whole number") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return switch (value) {
        case String text -> whole(text);
        case Double number when number == Math.rint(number) -> (Long) number.longValue();
        case Long number -> number;
        case null, default -> null;
      };
    }
  },
  COUNTED("a whole number from 0") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return within(value, 0, Long.MAX_VALUE);
    }
  },
  SCORE("a whole number from -1000 to 1000") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return within(value, -1000, 1000);
    }
  },
  PERCENT("a number from 0 to 100") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      Long whole = within(value, 0, 100);
      return whole == null ? null : Float.valueOf(whole);
    }
  },
  NUMBER("a number") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return switch (value) {
        case String text -> real(text);
        case Long number -> (Float) number.floatValue();
        case Double number -> (Float) number.floatValue();
        case null, default -> null;
      };
    }
  },
  SIZE("a size such as 512m") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      Long bytes =
          switch (value) {
            case String text -> Bytes.parse(text);
            case Long number -> number;
            case null, default -> null;
          };
      return bytes == null ? null : bytes.toString();
    }
  },
  SIZE_TEXT("a size such as \"512m\"") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String ? SIZE.read(value) : null;
    }
  },
  DURATION("a duration such as 1m30s") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String text ? GoDuration.canonical(text) : null;
    }
  },
  COUNT("a number or all") {
    @Override
    @Nullable Object read(@Nullable Object value) {
      return value instanceof String text && text.toLowerCase(Locale.ROOT).equals("all")
          ? Long.valueOf(-1)
          : INTEGER.read(value);
    }
  };

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern REAL =
      Pattern.compile("[-+]?([0-9]{1,30}\\.?[0-9]{0,30}|\\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?");

  private final String expected;

  Kind(String expected) {
    this.expected = expected;
  }

  String expected() {
    return expected;
  }

  /** Null when it is none of this kind. */
  abstract @Nullable Object read(@Nullable Object value);

  @Nullable Object read(Node.Scalar scalar) {
    Object value = Core.value(scalar);
    return this != PAIR && this != VARIABLE && value instanceof LocalDate ? null : read(value);
  }

  private static @Nullable Boolean loose(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "y", "yes", "on" -> Boolean.TRUE;
      case "false", "n", "no", "off" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Long within(@Nullable Object value, long least, long most) {
    return INTEGER.read(value) instanceof Long number && number >= least && number <= most
        ? number
        : null;
  }

  private static @Nullable Long whole(String text) {
    return WHOLE.matcher(text).matches() ? Long.valueOf(text) : null;
  }

  private static @Nullable Float real(String text) {
    return REAL.matcher(text).matches() ? Float.valueOf(text) : null;
  }
}
