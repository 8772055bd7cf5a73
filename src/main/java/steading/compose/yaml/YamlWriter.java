package steading.compose.yaml;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections and scalars as block YAML that reads back as the same values. */
public final class YamlWriter {
  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /** {@code value} is made of maps with text keys, collections, texts, numbers, booleans, nulls. */
  public static String write(@Nullable Object value) {
    YamlWriter writer = new YamlWriter();
    writer.value(value, 0, true);
    return writer.out.toString();
  }

  /**
   * @param lineStart true when nothing stands on the line but indentation or a dash, so that a
   *     collection may begin right here
   */
  private void value(@Nullable Object value, int indent, boolean lineStart) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> map(map, indent, lineStart);
      case Collection<?> list when !list.isEmpty() -> list(list, indent, lineStart);
      case Map<?, ?> map -> inline("{}", lineStart);
      case Collection<?> list -> inline("[]", lineStart);
      case null -> inline("null", lineStart);
      case Number number -> inline(number.toString(), lineStart);
      case Boolean bool -> inline(bool.toString(), lineStart);
      default -> inline(ScalarText.of(value.toString(), indent), lineStart);
    }
  }

  private void inline(String text, boolean lineStart) {
    out.append(lineStart ? "" : " ").append(text).append('\n');
  }

  private void map(Map<?, ?> map, int indent, boolean lineStart) {
    boolean first = lineStart;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      begin(indent, first);
      first = false;
      out.append(ScalarText.key(String.valueOf(entry.getKey()), indent)).append(':');
      value(entry.getValue(), indent + 2, false);
    }
  }

  private void list(Collection<?> list, int indent, boolean lineStart) {
    boolean first = lineStart;
    for (Object item : list) {
      begin(indent, first);
      first = false;
      out.append("- ");
      value(item, indent + 2, true);
    }
  }

  /** The first line of a root value or of a list's item continues a line that has begun. */
  private void begin(int indent, boolean continuesLine) {
    if (continuesLine) {
      return;
    }
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    out.repeat(' ', indent);
  }
}
