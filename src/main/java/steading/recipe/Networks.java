package steading.recipe;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** Addresses, and networks as {@code 192.0.2.0/24} writes them. */
public final class Networks {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  private Networks() {}

  public static boolean is(String text) {
    if (!FORM.matcher(text).matches()) {
      return false;
    }
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits = address instanceof Inet4Address ? V4_BITS : V6_BITS;
      return slash < 0 || Integer.parseInt(text.substring(slash + 1)) <= bits;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the text is one address. */
  public static boolean isAddress(String text) {
    return text.indexOf('/') < 0 && is(text);
  }
}
