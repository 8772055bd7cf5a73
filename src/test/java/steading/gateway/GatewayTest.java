package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static steading.gateway.TestGateway.route;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

@Tag("engine")
class GatewayTest {
  @TempDir Path directory;

  @Test
  void hostsAndPathsLeadToTheirAppsAndToNoOther() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String blogs = world.test.network("blogs");
      String shops = world.test.network("shops");
      String blog = world.app("blog", blogs);
      String api = world.app("api", blogs);
      String shop = world.app("shop", shops);
      world.gateway.publish(
          "blog",
          List.of(
              route("blog", List.of("blog.test", "127.0.0.1", "::1"), "/", blog),
              route("blog", List.of("blog.test"), "/api", api)),
          Set.of(blogs));
      world.publish("shop", List.of("shop.test"), shops, shop);

      try (RawClient client = world.client("blog.test")) {
        assertThat(client.get("/").body()).isEqualTo("blog");
        assertThat(client.get("/api").body()).isEqualTo("api");
        assertThat(client.get("/api/x?y=/z").body()).isEqualTo("api");
        assertThat(client.get("/apix").body()).isEqualTo("blog");
        assertThat(client.get("/", "Host: BLOG.test").body()).isEqualTo("blog");
        assertThat(client.get("/", "Host: blog.test.").body()).isEqualTo("blog");
        assertThat(client.get("/", "Host: [::1]:8443").body()).isEqualTo("blog");
        RawClient.Answer unknown = client.get("/", "Host: nobody.test");
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.body()).contains("Nothing is served here");
        assertThat(client.get("/", "Host: blog.test.evil.test").status()).isEqualTo(503);
      }
      try (RawClient client = world.client("shop.test")) {
        assertThat(client.get("/").body()).isEqualTo("shop");
      }
      try (RawClient client = world.client("127.0.0.1")) {
        assertThat(client.get("/").body()).isEqualTo("blog");
      }
      assertThat(world.gateway.serving()).isTrue();
      assertThat(world.again().published("shop")).isEqualTo(world.gateway.published("shop"));
    }
  }

  @Test
  void plainRequestsAreSentToTheSecurePortAndTheRootCertificateIsThereForAll() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        HttpClient client = HttpClient.newHttpClient()) {
      String network = world.test.network("net");
      world.publish("blog", List.of("localhost"), network, world.app("blog", network));
      String plain = ":" + world.home.httpPort();

      HttpResponse<String> redirect = get(client, "http://localhost" + plain + "/a?b=c");
      assertThat(redirect.statusCode()).isEqualTo(308);
      assertThat(redirect.headers().firstValue("location"))
          .contains("https://localhost:" + world.home.httpsPort() + "/a?b=c");
      assertThat(get(client, "http://127.0.0.1" + plain + "/").statusCode()).isEqualTo(503);
      assertThat(
              get(client, "http://127.0.0.1" + plain + "/.well-known/acme-challenge/x")
                  .statusCode())
          .isEqualTo(404);
      assertThat(get(client, "http://127.0.0.1" + plain + "/.well-known/steading/ca.crt").body())
          .isEqualTo(world.gateway.rootCertificate());
    }
  }

  @Test
  void whatClientsClaimAboutThemselvesIsReplacedByWhatIsTrue() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      try (RawClient client = world.client("blog.test")) {
        String seen =
            client
                .get(
                    "/headers",
                    "X-Forwarded-For: 6.6.6.6",
                    "X_Forwarded_For: 6.6.6.6",
                    "X-Forwarded-Proto: gopher",
                    "X-Forwarded-Prefix: /evil",
                    "X-Real-IP: 6.6.6.6",
                    "Forwarded: for=6.6.6.6",
                    "Proxy: evil")
                .body()
                .toLowerCase(Locale.ROOT);
        assertThat(seen)
            .doesNotContain("6.6.6.6", "gopher", "evil")
            .contains("host: blog.test:" + world.home.httpsPort() + ";")
            .contains("x-forwarded-proto: https;")
            .contains("x-forwarded-host: blog.test:" + world.home.httpsPort() + ";")
            .contains("x-forwarded-port: " + world.home.httpsPort() + ";")
            .containsPattern("x-forwarded-for: [0-9.]+;")
            .containsPattern("x-real-ip: [0-9.]+;");
      }
    }
  }

  @Test
  void publishingTheSameAgainLoadsNothingAndADaemonThatStartsFindsAllAsItWas() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String blog = world.app("blog", network);
      world.publish("blog", List.of("blog.test"), network, blog);
      String worker = world.workers();
      world.publish("blog", List.of("blog.test"), network, blog);
      Gateway restarted = world.again();
      restarted.ensure();
      assertThat(world.workers()).isEqualTo(worker);
      assertThat(restarted.serving()).isTrue();
    }
  }

  @Test
  void aTargetThatCannotBeReachedLeavesTheFormerOneServing() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      String elsewhere = world.app("lost", world.test.network("other"));

      assertThatThrownBy(() -> world.publish("blog", List.of("blog.test"), network, elsewhere))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("cannot reach the container " + elsewhere);
      try (RawClient client = world.client("blog.test")) {
        assertThat(client.get("/").body()).isEqualTo("blog");
      }
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void aCertificateThatCannotBeWrittenLeavesAllAsItWas() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String blog = world.app("blog", network);
      world.publish("blog", List.of("blog.test"), network, blog);
      // A directory stands where the file should be.
      Path shop = world.home.gateway().resolve("certs").resolve("shop.pem");
      Files.createDirectories(shop.resolve("in the way"));

      assertThatThrownBy(() -> world.publish("shop", List.of("shop.test"), network, blog))
          .isInstanceOf(ProblemException.class);
      assertThat(world.gateway.published("shop")).isEmpty();
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void twoAppsCannotHaveTheSameHost() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String blog = world.app("blog", network);
      world.publish("blog", List.of("blog.test"), network, blog);
      assertThatThrownBy(() -> world.publish("shop", List.of("blog.test"), network, blog))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("claimed by app blog and by app shop");
    }
  }

  @Test
  void withdrawingAnAppLeavesItsNetworkAndForgetsItsCertificate() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      Path certificate = world.home.gateway().resolve("certs").resolve("blog.pem");
      assertThat(certificate).exists();
      world.gateway.withdraw("blog", Set.of(network));
      world.gateway.withdraw("blog", Set.of(network));

      assertThat(certificate).doesNotExist();
      assertThat(
              world.engine.container(world.home.prefix() + "gateway").orElseThrow().networkNames())
          .containsExactly(world.home.prefix() + "0-gateway");
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void aTakenPortIsReportedWithItsHolder() throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        TestGateway world =
            new TestGateway(directory, TestGateway.freePort(), taken.getLocalPort())) {
      assertThatThrownBy(() -> world.gateway.publish("blog", List.of(), Set.of()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + ": the process java")
          .hasMessageContaining("STEADING_HTTPS_PORT");
      assertThat(world.engine.container(world.home.prefix() + "gateway")).isEmpty();
    }
  }

  @Test
  void aPortOfAnotherInstallationIsReportedWithItsContainer() throws Exception {
    try (TestGateway first = new TestGateway(directory.resolve("a"))) {
      first.gateway.publish("blog", List.of(), Set.of());
      try (TestGateway second =
          new TestGateway(directory.resolve("b"), first.home.httpPort(), TestGateway.freePort())) {
        assertThatThrownBy(() -> second.gateway.publish("blog", List.of(), Set.of()))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining("the container " + first.home.prefix() + "gateway")
            .hasMessageContaining("STEADING_HTTP_PORT");
      }
    }
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
