package steading.compose.schema;

import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;

/** Single values read by what they mean, so that they can be compared. */
public final class Values {
  private Values() {}

  /** Whether it is there and says yes, in whatever words. */
  public static boolean flag(@Nullable Node node) {
    return node instanceof Node.Scalar scalar && Boolean.TRUE.equals(Kind.BOOL.read(scalar));
  }

  /** A number or a size; null when it is neither, or absent. */
  public static @Nullable Number number(@Nullable Node node) {
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      return null;
    }
    Object value = Core.value(scalar);
    if (Kind.INTEGER.read(value) instanceof Long whole) {
      return whole;
    }
    if (Kind.NUMBER.read(value) instanceof Float real) {
      return real;
    }
    return Kind.SIZE.read(value) instanceof String size ? Long.valueOf(size) : null;
  }
}
