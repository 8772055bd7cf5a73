package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.Tls;
import steading.gateway.tls.InternalCa;

/** What clients see of each choice of certificates. */
@Tag("engine")
class TlsChoiceTest {
  @TempDir Path directory;

  @Test
  void aHostWithoutAUsableCertificateAnswers503AndShowsNobodyElses() throws Exception {
    try (TestGateway world = new TestGateway(directory.resolve("home"))) {
      String network = world.test.network("net");
      String target = world.app("shop", network);
      world.publish("blog", List.of("blog.test"), network, target);
      publish(world, "shop", Tls.FILES, "shop.test", network, target);

      assertThat(names(world, "shop.test")).contains("gateway.invalid").doesNotContain("blog");
      assertThat(status(world, "shop.test", "shop.test")).isEqualTo(503);
      assertThat(status(world, "blog.test", "shop.test"))
          .as("nor under the certificate of a host that has one")
          .isEqualTo(503);
      assertThat(status(world, "blog.test", "blog.test")).isEqualTo(200);
      assertThat(row(world, "shop.test").state()).isEqualTo("missing");

      InternalCa somebody =
          InternalCa.open(directory.resolve("somebody"), "somebody", Clock.systemUTC());
      String pair = somebody.bundle(Optional.empty(), List.of("shop.test"));
      world.gateway.certificates().add(pair, pair, List.of("shop.test"));

      assertThat(names(world, "shop.test")).contains("shop.test");
      assertThat(status(world, "shop.test", "shop.test")).isEqualTo(200);
      assertThat(row(world, "shop.test").state()).isEqualTo("good");
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void withoutEncryptionAHostIsServedPlainlyAndOnlySo() throws Exception {
    try (TestGateway world = new TestGateway(directory.resolve("home"));
        HttpClient client = HttpClient.newHttpClient()) {
      String network = world.test.network("net");
      String target = world.app("shop", network);
      publish(world, "shop", Tls.OFF, "localhost", network, target);
      world.publish("blog", List.of("blog.test"), network, target);

      HttpResponse<String> plain =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + world.home.httpPort() + "/headers"))
                  .header("X-Forwarded-Proto", "gopher")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(plain.statusCode()).isEqualTo(200);
      assertThat(plain.body().toLowerCase(Locale.ROOT))
          .contains("x-forwarded-proto: http;", "x-forwarded-port: " + world.home.httpPort())
          .doesNotContain("gopher");
      assertThat(status(world, "localhost", "localhost")).isEqualTo(503);
      assertThat(status(world, "blog.test", "blog.test")).isEqualTo(200);
      assertThat(row(world, "localhost").state()).isEqualTo("off");
    }
  }

  private static void publish(
      TestGateway world, String app, Tls tls, String host, String network, String target) {
    world.gateway.publish(
        app,
        List.of(TestGateway.route(app, List.of(host), "/", target).withTls(tls)),
        Set.of(network));
  }

  private static CertificateRow row(TestGateway world, String host) {
    return world.gateway.certificates().rows().stream()
        .filter(row -> row.host().equals(host))
        .findFirst()
        .orElseThrow();
  }

  private static String names(TestGateway world, String host) throws Exception {
    return TestTrust.shown(world.home.httpsPort(), host).getSubjectAlternativeNames().toString();
  }

  /**
   * @param name for which the connection asks
   */
  private static int status(TestGateway world, String name, String host) throws Exception {
    try (SSLSocket socket = TestTrust.connected(world.home.httpsPort(), name)) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
