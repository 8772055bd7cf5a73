package steading.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.app.Front.Redirect;
import steading.app.Front.Www;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Problems;
import steading.recipe.RouteOptions;
import steading.recipe.RouteOptionsReader;
import steading.recipe.Shown;

/** Reads and writes {@code gateway:} of app.yaml. */
final class FrontReader {
  static final String KEY = "gateway";

  private static final List<String> WWW = List.of("to-bare", "to-www");
  private static final List<Integer> CODES = List.of(301, 302, 303, 307, 308);
  private static final int USUAL_CODE = 308;
  private static final int LONGEST_MESSAGE = 500;
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~@+-]+)*/?");
  private static final Pattern TARGET =
      Pattern.compile("(https?://[A-Za-z0-9.:\\[\\]-]+)?(/[A-Za-z0-9._~@+/?&=%:,;!*()#-]*)?");

  private final Problems problems;

  FrontReader(Problems problems) {
    this.problems = problems;
  }

  Front read(Fields app, List<String> hosts) {
    Fields fields = app.fields(KEY);
    if (fields == null) {
      return Front.PLAIN;
    }
    Front front =
        new Front(
            canonical(fields, hosts),
            www(fields),
            aliases(fields),
            fields.bool("hsts"),
            fields.bool("maintenance", false),
            message(fields),
            redirects(fields),
            routes(fields));
    fields.done();
    return front;
  }

  private static @Nullable String canonical(Fields fields, List<String> hosts) {
    String host = fields.text("canonical");
    if (host != null && !hosts.contains(host)) {
      fields.problem(
          "canonical",
          "front.bad-canonical",
          Shown.quoted(host) + " is none of the app's hosts",
          Nearest.hint(host, hosts, "add it to hosts:"));
    }
    return host;
  }

  private static Www www(Fields fields) {
    String word = fields.text("www");
    if (word == null) {
      return Www.AS_LISTED;
    }
    if (!WWW.contains(word)) {
      fields.problem(
          "www",
          "front.bad-www",
          Shown.quoted(word) + " is not what www. can do",
          "write to-bare (www. leads to the bare host) or to-www (the other way round)");
    }
    return word.equals("to-www") ? Www.TO_WWW : Www.TO_BARE;
  }

  private List<String> aliases(Fields fields) {
    List<String> aliases = new ArrayList<>();
    for (Node item : fields.list("aliases")) {
      if (item instanceof Node.Scalar scalar) {
        aliases.add(Names.host(scalar.text(), item.place(), problems));
      } else {
        problems.at(item.place(), "app.bad-host", "a host is one word", "write - host.example.org");
      }
    }
    return aliases;
  }

  private static @Nullable String message(Fields fields) {
    String text = fields.text("message");
    if (text != null
        && (text.length() > LONGEST_MESSAGE || text.codePoints().anyMatch(Shown::isHostile))) {
      fields.problem(
          "message",
          "front.bad-message",
          "the message has more than "
              + LONGEST_MESSAGE
              + " characters, or invisible ones among them",
          "write one or two plain sentences on one line");
    }
    return text;
  }

  private List<Redirect> redirects(Fields fields) {
    List<Redirect> redirects = new ArrayList<>();
    for (Node item : fields.list("redirects")) {
      Fields one = Fields.of(item, problems);
      redirects.add(redirect(one));
      one.done();
    }
    return redirects;
  }

  private Redirect redirect(Fields fields) {
    String from = fields.requiredText("from");
    String to = fields.requiredText("to");
    int code = fields.integer("code", USUAL_CODE);
    int slash = from.indexOf('/');
    if (slash != 0 && !from.isEmpty()) {
      String host = slash < 0 ? from : from.substring(0, slash);
      String canonical = Names.host(host, fields.place("from"), problems);
      from = canonical + (slash < 0 ? "" : from.substring(slash));
      slash = from.indexOf('/');
    }
    if (slash >= 0 && !PATH.matcher(from.substring(slash)).matches()) {
      fields.problem(
          "from",
          "front.bad-from",
          Shown.quoted(from) + " cannot be redirected",
          "write a path such as /old, or a host such as old.example.org, or both");
    }
    if (!to.isEmpty() && !isTarget(to)) {
      fields.problem(
          "to",
          "front.bad-to",
          Shown.quoted(to) + " is nowhere to go",
          "write a path such as /new, or an address such as https://example.org/new");
    }
    if (!CODES.contains(code)) {
      fields.problem(
          "code",
          "front.bad-code",
          code + " is no code of a redirect",
          "write 301, 302, 303, 307 or 308");
    }
    return new Redirect(from, to, code, fields.bool("keep", false));
  }

  private static boolean isTarget(String to) {
    try {
      return TARGET.matcher(to).matches() && !to.startsWith("//") && !new URI(to).isOpaque();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Map<String, RouteOptions> routes(Fields fields) {
    Map<String, RouteOptions> routes = new LinkedHashMap<>();
    fields
        .entries("routes")
        .forEach((service, entry) -> {
          Names.service(service, entry.keyPlace(), problems);
          Fields options = Fields.of(entry.value(), problems);
          routes.put(service, new RouteOptionsReader(problems).owners(options));
        });
    return routes;
  }

  /** The values as YAML has them; empty where nothing is said. */
  static Map<String, Object> tree(Front front) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (front.canonical() != null) {
      tree.put("canonical", front.canonical());
    }
    if (front.www() != Www.AS_LISTED) {
      tree.put("www", front.www() == Www.TO_WWW ? "to-www" : "to-bare");
    }
    if (!front.aliases().isEmpty()) {
      tree.put("aliases", front.aliases());
    }
    if (front.hsts() != null) {
      tree.put("hsts", front.hsts());
    }
    if (front.maintenance()) {
      tree.put("maintenance", true);
    }
    if (front.message() != null) {
      tree.put("message", front.message());
    }
    if (!front.redirects().isEmpty()) {
      tree.put("redirects", front.redirects().stream().map(FrontReader::tree).toList());
    }
    if (!front.routes().isEmpty()) {
      Map<String, Object> routes = new LinkedHashMap<>();
      front.routes().forEach((service, options) -> routes.put(service, options.tree()));
      tree.put("routes", routes);
    }
    return tree;
  }

  private static Map<String, Object> tree(Redirect redirect) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", redirect.from());
    tree.put("to", redirect.to());
    if (redirect.code() != USUAL_CODE) {
      tree.put("code", redirect.code());
    }
    if (redirect.keep()) {
      tree.put("keep", true);
    }
    return tree;
  }
}
