package steading.app;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.problem.Exit;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Shown;

/**
 * What names may look like. Names become directories, host names and labels, so each is checked
 * here, once, before anything else sees it. Nothing that was typed is repeated raw in a message.
 */
public final class Names {
  private static final Pattern APP = Pattern.compile("[a-z](?:-?[a-z0-9])*");
  private static final int LONGEST_APP = 31;
  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final int LONGEST_HOST = 253;
  private static final Set<String> RESERVED =
      Set.of("gateway", "steading", "stead", "daemon", "system", "host", "none", "bridge", "all");

  private Names() {}

  /** Whether the text may name an app; for looking up, where no problem is wanted. */
  public static boolean isApp(String text) {
    return text.length() <= LONGEST_APP && APP.matcher(text).matches() && !RESERVED.contains(text);
  }

  public static void app(String text, Problems problems) {
    if (RESERVED.contains(text)) {
      problems.add(
          Problem.usage(
              "name.reserved",
              "the name " + Shown.quoted(text) + " is kept for Steading itself",
              "choose another name, such as my-" + text));
    } else if (!isApp(text)) {
      problems.add(
          Problem.usage(
              "name.bad-app",
              Shown.quoted(text) + " cannot be the name of an app",
              "use at most 31 lower-case letters and digits, single dashes between them, a letter"
                  + " first; for example tickets or tickets-2"));
    }
  }

  public static void service(String text, @Nullable Place place, Problems problems) {
    if (!SERVICE.matcher(text).matches()) {
      problems.add(
          new Problem(
              "name.bad-service",
              Exit.USAGE,
              place,
              Shown.quoted(text) + " cannot be the name of a service",
              null,
              "use the service's name from compose.yaml: letters, digits, dots, dashes and"
                  + " underscores; for example web"));
    }
  }

  static boolean isSettingKey(String text) {
    return KEY.matcher(text).matches();
  }

  public static void settingKey(String text, @Nullable Place place, Problems problems) {
    if (!KEY.matcher(text).matches()) {
      problems.add(
          new Problem(
              "name.bad-setting",
              Exit.USAGE,
              place,
              Shown.quoted(text) + " cannot be the name of a setting",
              null,
              "use lower-case letters, digits and underscores; for example admin_email"));
    }
  }

  /**
   * The host as DNS and certificates spell it: lower case, punycode, no final dot. When a problem
   * was added, the answer is of no use.
   */
  public static String host(String text, @Nullable Place place, Problems problems) {
    String why = whyNoHost(text);
    String ascii = why == null ? ascii(text) : null;
    if (why == null && ascii == null) {
      why =
          "Between the dots a host name has letters, digits and inner dashes, at most 63 of them,"
              + " and 253 characters in all";
    }
    if (why == null && ascii != null && isAddress(ascii)) {
      why = "That is an address; certificates and routing need a name";
    }
    if (why != null) {
      problems.add(
          new Problem(
              "name.bad-host",
              Exit.USAGE,
              place,
              Shown.quoted(text) + " is not a host name",
              why,
              "give the bare name under which browsers find the app, such as tickets.example.org"));
    }
    return ascii == null ? "" : ascii;
  }

  /** Mistakes that deserve their own explanation. */
  private static @Nullable String whyNoHost(String text) {
    if (text.isEmpty()) {
      return "It is empty";
    }
    if (text.length() > LONGEST_HOST) {
      return "A host name has at most 253 characters";
    }
    if (text.codePoints().anyMatch(Shown::isHostile)) {
      return "It has invisible or control characters";
    }
    if (text.contains("*")) {
      return "A wildcard would also catch the hosts of other apps, and needs a certificate that"
          + " only DNS validation can get; list each host instead";
    }
    if (text.contains("://") || text.contains("/")) {
      return "It is a URL; only the host part belongs here";
    }
    if (text.contains(":")) {
      return "A port does not belong here: the gateway's ports are settings of the installation";
    }
    return null;
  }

  private static @Nullable String ascii(String text) {
    String ascii;
    try {
      ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (ascii.endsWith(".")) {
      ascii = ascii.substring(0, ascii.length() - 1);
    }
    if (ascii.isEmpty() || ascii.length() > LONGEST_HOST) {
      return null;
    }
    for (String label : ascii.split("\\.", -1)) {
      if (!HOST_LABEL.matcher(label).matches()) {
        return null;
      }
    }
    return ascii;
  }

  private static boolean isAddress(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return last.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
