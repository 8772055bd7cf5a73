package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.engine.EngineException.Reason;

/** A registry of our own on the loopback interface, which the Engine asks without TLS. */
@Tag("engine")
class RegistryTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String MANIFEST_TYPE =
      "application/vnd.docker.distribution.manifest.v2+json";

  private final Engine engine = Engine.connect(null);
  private final ServerSocket server = listen();
  private final String host = "127.0.0.1:" + server.getLocalPort();

  @BeforeEach
  void serve() {
    Thread.ofVirtual().name("registry").start(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    engine.close();
  }

  @Test
  void theDigestIsTheRegistrys() {
    assertThat(engine.remoteDigest(host + "/known:1")).contains(DIGEST);
  }

  @Test
  void anUnknownImageAndARefusalAreToldApart() {
    assertThatThrownBy(() -> engine.remoteDigest(host + "/unknown:1"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    assertThatThrownBy(() -> engine.remoteDigest(host + "/private:1"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED));
  }

  @Test
  void aRegistryThatDoesNotAnswerHasNoDigest() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(engine.remoteDigest("127.0.0.1:" + free + "/known:1")).isEmpty();
    assertThat(engine.remoteDigest("no-such-registry.invalid/known:1")).isEmpty();
  }

  @Test
  void anImageThatCannotBePulledIsAFailure() {
    List<String> lines = new ArrayList<>();

    assertThatThrownBy(() -> engine.pull(host + "/unknown:1", lines::add))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException e) {
        // The Engine hung up, or the test is over: the loop's condition tells which.
        continue;
      }
    }
  }

  /**
   * The Engine tries TLS first: a client that does not begin with a method is sent away at once.
   */
  private static void answer(Socket socket) throws IOException {
    InputStream input = socket.getInputStream();
    int first = input.read();
    if (!Character.isUpperCase(first)) {
      return;
    }
    String request = (char) first + Exchange.line(input);
    String header = Exchange.line(input);
    while (!header.isEmpty()) {
      header = Exchange.line(input);
    }
    String path = request.split(" ", 3)[1];
    boolean head = request.startsWith("HEAD");
    socket.getOutputStream().write(response(path, head).getBytes(StandardCharsets.US_ASCII));
  }

  private static String response(String path, boolean head) {
    if (path.equals("/v2/")) {
      return text("200 OK", "application/json", "{}", head);
    }
    if (path.startsWith("/v2/known/")) {
      return text("200 OK", MANIFEST_TYPE, manifest(), head);
    }
    return path.startsWith("/v2/private/")
        ? text("401 Unauthorized", "application/json", error("UNAUTHORIZED"), head)
        : text("404 Not Found", "application/json", error("MANIFEST_UNKNOWN"), head);
  }

  private static String manifest() {
    return """
    {"schemaVersion": 2, "mediaType": "%s",
     "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2,
                "digest": "%s"}, "layers": []}
    """
        .formatted(MANIFEST_TYPE, DIGEST);
  }

  private static String error(String code) {
    return "{\"errors\": [{\"code\": \"%s\", \"message\": \"%s\"}]}".formatted(code, code);
  }

  private static String text(String status, String type, String body, boolean head) {
    return """
    HTTP/1.1 %s\r
    Content-Type: %s\r
    Content-Length: %d\r
    Docker-Content-Digest: %s\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(status, type, body.length(), DIGEST, head ? "" : body);
  }
}
