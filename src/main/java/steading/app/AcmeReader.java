package steading.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.app.AcmeSettings.Challenge;
import steading.app.AcmeSettings.DnsUpdate;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problems;
import steading.recipe.SettingCheck;
import steading.recipe.Shown;

/** The section {@code acme} of steading.yaml. */
final class AcmeReader {
  private static final Set<String> ALGORITHMS =
      Set.of("hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512");
  private static final int DNS_PORT = 53;
  private static final int HIGHEST_PORT = 65535;

  private final Path home;
  private final Fields fields;
  private final Problems problems;

  private AcmeReader(Path home, Fields fields, Problems problems) {
    this.home = home;
    this.fields = fields;
    this.problems = problems;
  }

  static AcmeSettings read(Path home, @Nullable Fields fields, Problems problems) {
    if (fields == null) {
      return AcmeSettings.DEFAULT;
    }
    AcmeSettings settings = new AcmeReader(home, fields, problems).read();
    fields.done();
    return settings;
  }

  private AcmeSettings read() {
    Challenge challenge = challenge();
    DnsUpdate dns = dns(fields.fields("dns"));
    List<String> hook = hook();
    SortedSet<String> wildcards = wildcards();
    if (challenge == Challenge.DNS && dns == null && hook.isEmpty() && !fields.has("dns")) {
      fields.problem(
          "challenge",
          "acme.no-dns",
          "dns-01 needs to know how records are written",
          "add dns: with server, zone and key, or hook: with a program");
    }
    if (challenge == Challenge.HTTP && !wildcards.isEmpty()) {
      fields.problem(
          "wildcards",
          "acme.wildcard-needs-dns",
          "no authority gives a wildcard certificate for http-01",
          "set challenge: dns-01, or remove wildcards");
    }
    return new AcmeSettings(
        directory(),
        email(),
        challenge,
        root(),
        fields.text("key-id"),
        wildcards,
        fields.text("resolver"),
        port("validation-port", fields, AcmeSettings.HTTP),
        dns,
        hook);
  }

  private URI directory() {
    String text = fields.text("ca", AcmeSettings.USUAL);
    URI named = AcmeSettings.NAMED.get(text);
    if (named != null) {
      return named;
    }
    try {
      URI uri = new URI(text);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // What is wrong with it is said below, as of any other text.
    }
    fields.problem(
        "ca",
        "acme.bad-ca",
        Shown.quoted(text) + " is neither an authority known by name nor an https:// address",
        Nearest.hint(text, AcmeSettings.NAMED.keySet(), "write its directory's address"));
    return AcmeSettings.DEFAULT.directory();
  }

  private @Nullable String email() {
    String email = fields.text("email");
    if (email != null && !SettingCheck.isEmail(email)) {
      fields.problem(
          "email",
          "acme.bad-email",
          Shown.quoted(email) + " is not an e-mail address",
          "write one such as me@example.org, or remove the line");
    }
    return email;
  }

  private Challenge challenge() {
    String text = fields.text("challenge", Challenge.HTTP.word());
    for (Challenge each : Challenge.values()) {
      if (each.word().equals(text)) {
        return each;
      }
    }
    fields.problem(
        "challenge",
        "acme.bad-challenge",
        Shown.quoted(text) + " is no way to show that a host is ours",
        "write http-01 or dns-01");
    return Challenge.HTTP;
  }

  private @Nullable Path root() {
    String text = fields.text("root");
    if (text == null) {
      return null;
    }
    Path file = text.indexOf('\0') < 0 ? home.resolve(text).normalize() : home;
    if (!Files.isRegularFile(file)) {
      fields.problem(
          "root", "acme.no-root", file + " is not a file", "name a PEM file of certificates");
    }
    return file;
  }

  private SortedSet<String> wildcards() {
    SortedSet<String> wildcards = new TreeSet<>();
    for (Node item : fields.list("wildcards")) {
      String text = item instanceof Node.Scalar scalar ? scalar.text() : "";
      if (text.startsWith("*.")) {
        wildcards.add("*." + Names.host(text.substring(2), item.place(), problems));
      } else {
        problems.at(
            item.place(),
            "acme.bad-wildcard",
            Shown.quoted(text) + " is not a wildcard",
            "write one such as \"*.example.org\"");
      }
    }
    return wildcards;
  }

  private List<String> hook() {
    List<String> hook = fields.texts("hook");
    if (!hook.isEmpty() && !Files.isExecutable(Path.of(hook.getFirst()))) {
      fields.problem(
          "hook",
          "acme.no-hook",
          hook.getFirst() + " is not a program",
          "name it by its whole path, with its arguments as further items; there is no shell");
    }
    return hook;
  }

  private @Nullable DnsUpdate dns(@Nullable Fields dns) {
    if (dns == null) {
      return null;
    }
    dns.required("server");
    String algorithm = dns.text("algorithm", "hmac-sha256").toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.contains(algorithm)) {
      dns.problem(
          "algorithm",
          "acme.bad-algorithm",
          Shown.quoted(algorithm) + " is no algorithm for TSIG",
          "write one of " + String.join(", ", new TreeSet<>(ALGORITHMS)));
    }
    DnsUpdate update =
        new DnsUpdate(
            dns.text("server", ""),
            port("port", dns, DNS_PORT),
            dns.text("zone"),
            dns.text("key"),
            algorithm);
    dns.done();
    return update;
  }

  private static int port(String key, Fields fields, int usual) {
    int port = fields.integer(key, usual);
    if (port < 1 || port > HIGHEST_PORT) {
      fields.problem(key, "home.bad-port", port + " is not a port", "use 1 to 65535");
    }
    return port;
  }
}
