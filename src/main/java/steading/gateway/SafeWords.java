package steading.gateway;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.gateway.tls.IpAddress;
import steading.plan.Route;
import steading.plan.Treatment;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Networks;
import steading.recipe.RouteOptions;

/**
 * The last gate before the configuration: whatever goes into it consists of letters that mean
 * nothing to HAProxy. Names are checked long before; this keeps a mistake there from becoming a
 * line of configuration here.
 */
final class SafeWords {
  private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern V4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("\\[?[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}\\]?");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~@+-]+)*/?");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,2000}");
  private static final Pattern HASH =
      Pattern.compile("\\$5\\$rounds=\\d{4,6}\\$[A-Za-z0-9./]{1,16}\\$[A-Za-z0-9./]{43}");
  private static final Set<String> PROTOCOLS = Set.of("h1", "h2");

  private SafeWords() {}

  static void check(Table table) {
    Problems problems = new Problems();
    table.apps().forEach((app, entry) -> check(app, entry, problems));
    problems.raiseIfAny();
  }

  private static void check(String app, Table.Entry entry, Problems problems) {
    refuseUnless(APP.matcher(app).matches(), "app name", app, problems);
    entry.networks().forEach(name -> name("network name", name, problems));
    entry.routes().forEach(route -> check(app, route, problems));
  }

  private static void check(String app, Route route, Problems problems) {
    refuseUnless(route.app().equals(app), "route of " + app, route.app(), problems);
    boolean redirect = route.treatment().redirect() != null;
    if (!redirect || !route.service().isEmpty()) {
      name("service name", route.service(), problems);
    }
    route.targets().forEach(target -> name("container name", target, problems));
    route.hosts().forEach(host -> refuseUnless(host(host), "host", host, problems));
    check(route.treatment(), problems);
    refuseUnless(
        route.path().startsWith("/") && PATH.matcher(route.path()).matches(),
        "path",
        route.path(),
        problems);
    refuseUnless(
        (route.port() > 0 || redirect) && route.port() < 65_536,
        "port",
        String.valueOf(route.port()),
        problems);
    refuseUnless(
        Set.copyOf(route.targets()).size() == route.targets().size(),
        "list of targets, one named twice",
        route.targets().toString(),
        problems);
  }

  private static void check(Treatment treatment, Problems problems) {
    RouteOptions options = treatment.options();
    refuseUnless(
        options.protocol() == null || PROTOCOLS.contains(options.protocol()),
        "protocol",
        String.valueOf(options.protocol()),
        problems);
    for (String network : Objects.requireNonNullElse(options.allow(), List.<String>of())) {
      refuseUnless(Networks.is(network), "network", network, problems);
    }
    headers(options.headers(), problems);
    headers(options.requestHeaders(), problems);
    treatment
        .passwords()
        .forEach((user, hash) -> {
          name("user", user, problems);
          refuseUnless(HASH.matcher(hash).matches(), "hash of a password", hash, problems);
        });
    Treatment.Redirect redirect = treatment.redirect();
    if (redirect != null) {
      String host = redirect.host();
      refuseUnless(host == null || host(host), "host", String.valueOf(host), problems);
      String to = redirect.to();
      refuseUnless(to == null || VALUE.matcher(to).matches(), "target", "of a redirect", problems);
    }
  }

  private static void headers(@Nullable Map<String, String> headers, Problems problems) {
    if (headers != null) {
      headers.forEach((name, value) -> {
        refuseUnless(HEADER.matcher(name).matches(), "header", name, problems);
        refuseUnless(VALUE.matcher(value).matches(), "value of the header", name, problems);
      });
    }
  }

  private static void name(String what, String word, Problems problems) {
    refuseUnless(NAME.matcher(word).matches(), what, word, problems);
  }

  static boolean host(String host) {
    if (host.length() > 253) {
      return false;
    }
    if (host.indexOf(':') >= 0) {
      return V6.matcher(host).matches() && parses(host);
    }
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return !isNumber(labels[labels.length - 1]) || V4.matcher(host).matches();
  }

  private static boolean parses(String address) {
    try {
      return !IpAddress.canonical(address).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isNumber(String label) {
    return label.chars().allMatch(letter -> letter >= '0' && letter <= '9');
  }

  private static void refuseUnless(boolean safe, String what, String word, Problems problems) {
    if (!safe) {
      problems.add(
          Problem.usage(
              "gateway.unsafe-word",
              "The gateway refuses the " + what + " " + visible(word),
              "use letters, digits, dots and dashes only"));
    }
  }

  /** As people can read it, whatever it contains. */
  private static String visible(String word) {
    StringBuilder text = new StringBuilder("\"");
    word.codePoints()
        .limit(80)
        .forEach(point ->
            text.append(
                point > 32 && point < 127
                    ? Character.toString(point)
                    : String.format("\\u%04x", point)));
    return text.append('"').toString();
  }
}
