package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.GatewaySettings;
import steading.app.GatewaySettings.Behind;
import steading.app.GatewaySettings.Limits;

/** What clients may do to apps, and what they are believed. */
@Tag("engine")
class LimitsTest {
  private static final List<String> HOST = List.of("blog.test");

  private static final int CUT_OFF = 0;

  @TempDir Path directory;

  @Test
  void headsThatAreTooLongAreAnsweredAndTheGatewayGoesOn() throws Exception {
    try (TestGateway world = world(Limits.USUAL)) {
      assertThat(status(world, "GET /" + "a".repeat(8_000) + " HTTP/1.1", "")).isEqualTo(200);
      assertThat(status(world, "GET /" + "a".repeat(9_000) + " HTTP/1.1", "")).isEqualTo(414);
      String header = "X-A: " + "a".repeat(4_000) + "\r\n";
      assertThat(status(world, "GET / HTTP/1.1", header.repeat(2))).isEqualTo(200);
      assertThat(
              status(
                  world, "GET / HTTP/1.1", header.repeat(3) + "X-B: " + "b".repeat(1_000) + "\r\n"))
          .isEqualTo(431);
      assertThat(statusUnlessCutOff(world, header.repeat(50))).isIn(400, CUT_OFF);
      String huge = "Content-Length: " + (11L << 30) + "\r\n";
      assertThat(status(world, "POST / HTTP/1.1", huge)).isEqualTo(408);
      try (RawClient client = world.client("blog.test")) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whoIsSlowIsLeftBehind() throws Exception {
    Limits hasty = limits(1000, 500, 1000);
    try (TestGateway world = world(hasty)) {
      Instant start = Instant.now();
      try (RawClient client = world.client("blog.test")) {
        client.connect();
        client.write("GET / HTTP/1.1\r\nHost: blog.test\r\nX-A: ");
        assertThat(client.read().status()).isEqualTo(408);
      }
      try (RawClient client = world.client("blog.test")) {
        client.connect();
        client.write("POST / HTTP/1.1\r\nHost: blog.test\r\nContent-Length: 100\r\n\r\na");
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.body()).contains("took too long to arrive");
      }
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void whoAsksTooOftenIsToldSoAndOthersAreServed() throws Exception {
    try (TestGateway world = world(limits(1000, 500, 5))) {
      List<Integer> seen = new ArrayList<>();
      try (RawClient client = world.client("blog.test")) {
        for (int i = 0; i < 60; i++) {
          seen.add(client.get("/").status());
        }
        RawClient.Answer refused = client.get("/");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("retry-after", "10");
      }
      assertThat(seen.stream().filter(status -> status == 200).count()).isBetween(45L, 51L);
      String other = world.app("other", world.name("net"));
      assertThat(fromInside(world, other)).contains("HTTP/1.1 308");
    }
  }

  @Test
  void whoHoldsTooManyConnectionsGetsNoMore() throws Exception {
    try (TestGateway world = world(limits(20, 500, 1000))) {
      List<Socket> held = new ArrayList<>();
      int closed = 0;
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("127.0.0.1", world.home.httpPort());
        socket.setSoTimeout(500);
        held.add(socket);
      }
      for (Socket socket : held) {
        closed += isClosed(socket) ? 1 : 0;
        socket.close();
      }
      assertThat(closed).isBetween(18, 22);
    }
  }

  @Test
  void aFrontIsBelievedAndNobodyElse() throws Exception {
    Behind behind = new Behind(List.of(GatewaySettings.MACHINE), false, false, 443);
    GatewaySettings settings = new GatewaySettings(List.of("127.0.0.1"), behind, Limits.USUAL);
    try (TestGateway world = new TestGateway(directory, settings)) {
      String network = world.test.network("net");
      String blog = world.app("blog", network);
      world.publish("blog", HOST, network, blog);
      String said =
          plain(
              world.home.httpPort(),
              "X-Forwarded-For: 6.6.6.6, 192.0.2.9\r\nX-Forwarded-Proto: https\r\n");
      assertThat(said)
          .contains("x-forwarded-for: 192.0.2.9;")
          .contains("x-real-ip: 192.0.2.9;")
          .contains("x-forwarded-port: 443;")
          .doesNotContain("6.6.6.6");
      assertThat(plain(world.home.httpPort(), "X-Forwarded-Proto: http\r\n"))
          .contains("308")
          .contains("https://blog.test/headers");
      assertThat(fromInside(world, blog)).contains("308");
    }
  }

  @Test
  void theProxyProtocolTellsWhoTheClientIs() throws Exception {
    Behind behind = new Behind(List.of(GatewaySettings.MACHINE), true, false, 443);
    GatewaySettings settings = new GatewaySettings(List.of(), behind, Limits.USUAL);
    try (TestGateway world = new TestGateway(directory, settings)) {
      String network = world.test.network("net");
      world.publish("blog", HOST, network, world.app("blog", network));
      try (Socket socket = new Socket("127.0.0.1", world.home.httpPort())) {
        String said =
            exchange(
                socket,
                "PROXY TCP4 192.0.2.9 192.0.2.1 1234 80\r\n"
                    + "GET /headers HTTP/1.1\r\nHost: blog.test\r\nConnection: close\r\n\r\n");
        assertThat(said).contains("x-forwarded-for: 192.0.2.9;");
      }
    }
  }

  private TestGateway world(Limits limits) {
    TestGateway world = new TestGateway(directory, new GatewaySettings(List.of(), null, limits));
    String network = world.test.network("net");
    world.publish("blog", HOST, network, world.app("blog", network));
    return world;
  }

  private static Limits limits(int connections, int connectionRate, int requestRate) {
    return new Limits(
        connections,
        connectionRate,
        requestRate,
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        8192,
        16384,
        10L << 30);
  }

  private static int status(TestGateway world, String line, String headers) throws Exception {
    try (RawClient client = world.client("blog.test")) {
      client.connect();
      client.write(line + "\r\nHost: blog.test\r\n" + headers + "\r\n");
      return client.read().status();
    }
  }

  /** Who still writes when the answer and the end come may not get to read them. */
  private static int statusUnlessCutOff(TestGateway world, String headers) throws Exception {
    try {
      return status(world, "GET / HTTP/1.1", headers);
    } catch (IOException e) {
      return CUT_OFF;
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** What a container, which has an address of its own, is answered. */
  private static String fromInside(TestGateway world, String container) {
    String gateway = world.home.prefix() + "gateway";
    String request =
        "printf 'GET / HTTP/1.1\\r\\nHost: blog.test\\r\\nConnection: close\\r\\n\\r\\n'";
    return world
        .engine
        .execAndWait(
            container,
            steading.engine.Engine.ExecSpec.of("sh", "-c", request + " | nc " + gateway + " 8080"),
            Duration.ofSeconds(30))
        .stdout();
  }

  private static String plain(int port, String headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return exchange(
          socket,
          "GET /headers HTTP/1.1\r\nHost: blog.test\r\nConnection: close\r\n" + headers + "\r\n");
    }
  }

  private static String exchange(Socket socket, String text) throws IOException {
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
