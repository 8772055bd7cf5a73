package steading.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import steading.app.GatewaySettings.Behind;
import steading.app.GatewaySettings.Limits;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Problems;
import steading.recipe.Networks;
import steading.recipe.Shown;

/** Reads {@code gateway:} of steading.yaml. */
final class GatewaySettingsReader {
  private static final int HTTPS = 443;
  private static final int HIGHEST_PORT = 65535;
  private static final int MOST = 1_000_000;

  /** Longer ones would not fit into HAProxy's buffer, and so could not be told from nonsense. */
  private static final long LONGEST_URL = 12 << 10;

  private static final long MOST_HEADERS = 14 << 10;

  private final Problems problems;

  GatewaySettingsReader(Problems problems) {
    this.problems = problems;
  }

  GatewaySettings read(@Nullable Fields fields) {
    if (fields == null) {
      return GatewaySettings.USUAL;
    }
    Behind behind = behind(fields.fields("behind"));
    GatewaySettings settings =
        new GatewaySettings(
            words(fields, "addresses", Networks::isAddress, "an address of this machine"),
            behind,
            limits(fields.fields("limits")),
            fields.bool("access-log", false));
    fields.done();
    return settings;
  }

  private @Nullable Behind behind(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    List<String> from =
        words(
            fields,
            "from",
            word -> word.equals(GatewaySettings.MACHINE) || Networks.is(word),
            "an address, a network, or the word host");
    if (from.isEmpty()) {
      problems.at(
          fields.place(),
          "home.no-front",
          "it is not said who is in front of the gateway",
          "write from: [host] for a web server on this machine, or its addresses");
    }
    int port = fields.integer("https-port", HTTPS);
    if (port < 1 || port > HIGHEST_PORT) {
      fields.problem("https-port", "home.bad-port", port + " is not a port", "use 1 to 65535");
    }
    Behind behind =
        new Behind(from, fields.bool("proxy-protocol", false), fields.bool("tls", false), port);
    if (behind.tls() && !behind.proxyProtocol()) {
      problems.at(
          fields.keyPlace("tls"),
          "home.deaf-front",
          "a front that only passes TLS through can say nothing in headers",
          "add proxy-protocol: true, or remove tls: true");
    }
    fields.done();
    return behind;
  }

  private List<String> words(Fields fields, String key, Predicate<String> good, String what) {
    List<String> words = new ArrayList<>();
    for (Node item : fields.list(key)) {
      String text = item instanceof Node.Scalar scalar ? scalar.text() : "";
      if (good.test(text)) {
        words.add(text);
      } else {
        problems.at(
            item.place(),
            "home.bad-address",
            Shown.quoted(text) + " is not " + what,
            "write one such as 192.0.2.7 or 2001:db8::7");
      }
    }
    return words;
  }

  private static Limits limits(@Nullable Fields fields) {
    Limits usual = Limits.USUAL;
    if (fields == null) {
      return usual;
    }
    Limits limits =
        new Limits(
            count(fields, "connections", usual.connections()),
            count(fields, "connection-rate", usual.connectionRate()),
            count(fields, "request-rate", usual.requestRate()),
            time(fields, "header-time", usual.headerTime()),
            time(fields, "body-time", usual.bodyTime()),
            size(fields, "url", usual.url(), LONGEST_URL),
            size(fields, "headers", usual.headers(), MOST_HEADERS),
            size(fields, "body", usual.body(), Long.MAX_VALUE));
    fields.done();
    return limits;
  }

  private static int count(Fields fields, String key, int usual) {
    if ("off".equals(fields.text(key))) {
      return 0;
    }
    int count = fields.integer(key, usual);
    if (count < 1 || count > MOST) {
      fields.problem(
          key,
          "home.bad-limit",
          "\"" + key + "\" must be from 1 to " + MOST,
          "write a number, or off");
    }
    return count;
  }

  private static Duration time(Fields fields, String key, Duration usual) {
    Duration time = fields.duration(key, usual);
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
      fields.problem(
          key,
          "home.bad-limit",
          "\"" + key + "\" must be between 1s and 1h",
          "write a time such as 10s");
    }
    return time;
  }

  private static long size(Fields fields, String key, long usual, long most) {
    if ("off".equals(fields.text(key)) && most == Long.MAX_VALUE) {
      return 0;
    }
    Long size = fields.size(key);
    if (size != null && (size < 256 || size > most)) {
      fields.problem(
          key,
          "home.bad-limit",
          "\""
              + key
              + "\" must be at least 256 bytes"
              + (most == Long.MAX_VALUE ? "" : " and at most " + most),
          "write a size such as 8k");
    }
    return size == null ? usual : size;
  }
}
