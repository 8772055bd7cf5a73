package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static steading.gateway.TestGateway.route;
import static steading.gateway.TestGateway.treated;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.PasswordHash;
import steading.app.Tls;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.plan.Route;
import steading.plan.Treatment;
import steading.problem.Problems;
import steading.recipe.RouteOptions;
import steading.recipe.RouteOptionsReader;

/** What the gateway does with requests because a recipe or an owner says so. */
@Tag("engine")
class RouteOptionsTest {
  private static final List<String> HOST = List.of("blog.test");

  private static final String PASSWORD = "s3cret: \"$x%";
  private static final String SPEAKER =
      """
      defaults
        mode http
        timeout client 5s
        timeout server 5s
        timeout connect 5s
      frontend app
        bind :9000 proto h2
        http-request return status 200 content-type text/plain lf-string "HTTP/%[req.ver]"
      """;

  @TempDir Path directory;

  @Test
  void aPathIsStrippedAndTheAppIsToldWhichOne() throws Exception {
    RouteOptions strip = options("strip: true");
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp();
        RawClient client = world.client("blog.test")) {
      Target target = new Target(world, app);
      target.publish(
          target.route("/da", treatment(strip)),
          target.route("/kept/", Treatment.PLAIN),
          target.route("/", Treatment.PLAIN));

      assertThat(client.get("/da/x/y?q=1").body())
          .startsWith("GET /x/y?q=1\n")
          .contains("\nx-forwarded-prefix: /da\n");
      assertThat(client.get("/da/").body()).startsWith("GET /\n");
      RawClient.Answer bare = client.get("/da?q=1");
      assertThat(bare.status()).isEqualTo(308);
      assertThat(bare.headers()).containsEntry("location", "/da/?q=1");
      assertThat(client.get("/kept").headers()).containsEntry("location", "/kept/");
      assertThat(client.get("/kept/x").body())
          .startsWith("GET /kept/x\n")
          .doesNotContain("x-forwarded-prefix");
      assertThat(client.get("/dax").body()).startsWith("GET /dax\n");
      assertThat(client.get("/%64a/x").status()).isEqualTo(400);
      assertThat(client.get("//da/x").status()).isEqualTo(400);
      for (String path : List.of("/da/../x", "/x/%2e%2e/da", "/./x", "/x/..", "/x/..;/da")) {
        assertThat(client.get(path).status()).as(path).isEqualTo(400);
      }
      assertThat(client.get("/x/..y/.z").status()).isEqualTo(200);
    }
  }

  @Test
  void redirectsLeadWhereTheOwnerSaysAndNowhereElse() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp();
        RawClient client = world.client("blog.test");
        RawClient alias = world.client("www.blog.test")) {
      Target target = new Target(world, app);
      target.publish(
          target.route("/", Treatment.PLAIN),
          redirect("/old", "/new", null, 301, false),
          redirect("/moved", "https://else.test/a%20b?x=1", null, 302, false),
          redirect("/tree", "https://else.test/forest/", null, 307, true),
          redirect("/here", "/", null, 308, true),
          leading("www.blog.test"));

      String self = "https://blog.test:" + world.home.httpsPort();
      assertThat(client.get("/old/anything").headers()).containsEntry("location", "/new");
      assertThat(client.get("/old").status()).isEqualTo(301);
      assertThat(client.get("/moved").headers())
          .containsEntry("location", "https://else.test/a%20b?x=1");
      assertThat(client.get("/tree/oak?leaf=1").headers())
          .containsEntry("location", "https://else.test/forest/oak?leaf=1");
      assertThat(client.get("/here//evil.test/x").headers())
          .containsEntry("location", self + "//evil.test/x");
      assertThat(alias.get("/a/b?c").headers()).containsEntry("location", self + "/a/b?c");
    }
  }

  @Test
  void onlyThoseWhoMayEnterDo() throws Exception {
    String hash = PasswordHash.of(PASSWORD, "0123456789abcdef");
    Treatment users = new Treatment(RouteOptions.NONE, Map.of("ann", hash), null, null, null);
    RouteOptions nobody =
        new RouteOptions(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of("192.0.2.0/24", "2001:db8::7"),
            null,
            null);
    RouteOptions everybody = options("allow: [0.0.0.0/0]");
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp();
        RawClient client = world.client("blog.test")) {
      Target target = new Target(world, app);
      target.publish(
          target.route("/", users),
          target.route("/closed", treatment(nobody)),
          target.route("/open", treatment(everybody)));

      assertThat(client.get("/").status()).isEqualTo(401);
      assertThat(client.get("/", basic("ann", "wrong")).status()).isEqualTo(401);
      RawClient.Answer in = client.get("/", basic("ann", PASSWORD));
      assertThat(in.status()).isEqualTo(200);
      assertThat(in.body()).doesNotContain("authorization");
      assertThat(client.get("/closed").body()).contains("You may not enter from here");
      assertThat(client.get("/open").status()).isEqualTo(200);
      for (String path : List.of("//closed", "/%63losed", "/closed/", "/x/../closed")) {
        assertThat(client.get(path, basic("ann", PASSWORD)).status()).as(path).isBetween(400, 403);
      }
    }
  }

  @Test
  void headersComeAndGoAsTheOwnerSaysWhateverStandsInThem() throws Exception {
    String odd = "a'b\"c\\d$e%[src]%%f ${HOME} #g";
    RouteOptions headers =
        new RouteOptions(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of("X-Odd", odd, "Accept-Language", ""),
            Map.of("Content-Security-Policy", odd, "X-Powered-By", ""));
    Treatment treatment = new Treatment(headers, Map.of(), true, null, null);
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp();
        RawClient client = world.client("blog.test")) {
      Target target = new Target(world, app);
      target.publish(target.route("/", treatment));

      RawClient.Answer answer = client.get("/", "Accept-Language: de");
      assertThat(answer.body()).contains("\nx-odd: " + odd + "\n").doesNotContain("accept-lang");
      assertThat(answer.headers())
          .containsEntry("content-security-policy", odd)
          .containsEntry("strict-transport-security", "max-age=15768000")
          .doesNotContainKey("x-powered-by");
    }
  }

  @Test
  void bodiesLargerThanTheOwnerWantsAreRefusedAndOthersNot() throws Exception {
    RouteOptions small = options("upload: 100000");
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp()) {
      Target target = new Target(world, app);
      target.publish(target.route("/", Treatment.PLAIN), target.route("/small", treatment(small)));

      assertThat(post(world, "/small", 100_000, false)).isEqualTo(200);
      assertThat(post(world, "/small", 100_001, false)).isEqualTo(413);
      assertThat(post(world, "/small", 500, true)).isEqualTo(200);
      assertThat(post(world, "/small", 50_000, true)).isEqualTo(411);
      assertThat(post(world, "/", 1_000_000, false)).isEqualTo(200);
      assertThat(post(world, "/", 1_000_000, true)).isEqualTo(200);
    }
  }

  @Test
  void maintenanceIsAPageWithTheOwnersWords() throws Exception {
    Treatment closed =
        new Treatment(RouteOptions.NONE, Map.of(), null, "Back at 18:00 <b>sharp</b>", null);
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp();
        RawClient client = world.client("blog.test")) {
      Target target = new Target(world, app);
      target.publish(target.route("/", closed));

      RawClient.Answer answer = client.get("/x");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsKey("retry-after");
      assertThat(answer.body()).contains("Back at 18:00 &lt;b&gt;sharp&lt;/b&gt;");
      assertThat(app.requests).hasValue(0);
      target.publish(target.route("/", Treatment.PLAIN));
      try (RawClient later = world.client("blog.test")) {
        assertThat(later.get("/x").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anAppMaySpeakHttp2AndTakeItsTimeOnlyAsLongAsItsRouteSays() throws Exception {
    RouteOptions http2 = options("proto: h2");
    RouteOptions hasty =
        new RouteOptions(
            null,
            null,
            null,
            null,
            Duration.ofSeconds(1),
            null,
            null,
            true,
            null,
            null,
            null,
            null);
    try (TestGateway world = new TestGateway(directory);
        HostApp app = new HostApp();
        RawClient client = world.client("blog.test")) {
      Target target = new Target(world, app);
      target.publish(target.route("/", treatment(hasty)));
      String speaker = world.haproxy("speaker", target.network, SPEAKER);
      target.publish(
          target.route("/", treatment(hasty)),
          treated(route("blog", HOST, "/grpc", speaker), treatment(http2)),
          treated(
              route("blog", HOST, "/slow", world.app("slow", target.network)), treatment(hasty)));

      assertThat(client.get("/grpc/x").body()).isEqualTo("HTTP/2.0");
      RawClient.Answer late = client.get("/slow");
      assertThat(late.status()).isEqualTo(504);
      assertThat(late.body()).contains("took too long");
      assertThat(client.get("/", "Accept-Encoding: gzip").headers())
          .containsEntry("content-encoding", "gzip");
    }
  }

  /** An app of this process and where it is. */
  private static final class Target {
    private final TestGateway world;
    private final String network;
    private final String container;

    Target(TestGateway world, HostApp app) {
      this.world = world;
      network = world.test.network("net");
      container = world.relay("relay", network, app.port());
    }

    Route route(String path, Treatment treatment) {
      return treated(TestGateway.route("blog", HOST, path, container), treatment);
    }

    void publish(Route... routes) {
      world.gateway.publish("blog", List.of(routes), Set.of(network));
    }
  }

  private static RouteOptions options(String yaml) {
    Problems problems = new Problems();
    Node node =
        Objects.requireNonNull(Yaml.parse("test", yaml.getBytes(StandardCharsets.UTF_8), problems));
    RouteOptions options = new RouteOptionsReader(problems).owners(Fields.of(node, problems));
    problems.raiseIfAny();
    return options;
  }

  private static Treatment treatment(RouteOptions options) {
    return new Treatment(options, Map.of(), null, null, null);
  }

  private static Route redirect(
      String path, @Nullable String to, @Nullable String host, int code, boolean keep) {
    return redirect(HOST, path, new Treatment.Redirect(to, host, code, keep));
  }

  private static Route leading(String alias) {
    return redirect(List.of(alias), "/", new Treatment.Redirect(null, "blog.test", 308, true));
  }

  private static Route redirect(List<String> hosts, String path, Treatment.Redirect redirect) {
    return new Route(
        "blog",
        "",
        hosts,
        path,
        0,
        List.of(),
        Duration.ofSeconds(30),
        Tls.INTERNAL,
        new Treatment(RouteOptions.NONE, Map.of(), null, null, redirect));
  }

  private static String basic(String user, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static int post(TestGateway world, String path, int size, boolean chunked)
      throws Exception {
    try (RawClient client = world.client("blog.test")) {
      client.connect();
      client.write("POST " + path + " HTTP/1.1\r\nHost: blog.test\r\n");
      if (chunked) {
        client.write(
            "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(size)
                + "\r\n"
                + "x".repeat(size)
                + "\r\n0\r\n\r\n");
      } else {
        client.write("Content-Length: " + size + "\r\n\r\n" + "x".repeat(size));
      }
      return client.read().status();
    }
  }
}
