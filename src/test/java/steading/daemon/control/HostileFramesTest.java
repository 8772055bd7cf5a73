package steading.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.daemon.Requests;
import steading.daemon.Verb;

@Timeout(30)
class HostileFramesTest {
  private @TempDir Path home;
  private Path socket;
  private ControlServer server;

  @BeforeEach
  void serve() {
    socket = home.resolve("control.sock");
    server =
        new ControlServer(
            socket,
            home.resolve("daemon.log"),
            List.of(
                new Verb<>(
                    "scale",
                    Requests.Scale.class,
                    (request, conversation) -> Map.of("services", request.services())),
                new Verb<>(
                    "exec",
                    Requests.Exec.class,
                    (request, conversation) -> {
                      boolean more = true;
                      while (more) {
                        more = conversation.next() != null;
                      }
                      return Map.of();
                    })));
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{",
        "[]",
        "null",
        "{\"protocol\":1}",
        "{\"protocol\":1,\"verb\":7,\"arguments\":{}}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":[]}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":{}}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":{\"name\":null,\"services\":{}}}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":"
            + "{\"name\":\"a\",\"services\":{\"web\":\"x\"},\"apply\":true}}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":"
            + "{\"name\":\"a\",\"services\":{},\"apply\":true,\"more\":1}}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":"
            + "{\"name\":{\"a\":1},\"services\":{},\"apply\":true}}",
        "{\"protocol\":1,\"verb\":\"$(touch x)\\u001b[2J\",\"arguments\":{}}",
        "{\"protocol\":99,\"verb\":\"scale\",\"arguments\":{}}",
        "{\"protocol\":1,\"verb\":\"scale\",\"arguments\":{}} {}",
      })
  void aBadRequestIsAnsweredWithAProblem(String line) throws IOException {
    List<JsonNode> answer = say(line + "\n");

    assertThat(answer.getFirst().path("frame").asText()).isEqualTo("problems");
    assertThat(answer.getFirst().path("exit").asInt()).isEqualTo(2);
    assertThat(answer.getFirst().path("problems").path(0).path("text").asText())
        .doesNotContain("Exception", "\u001b", "com.fasterxml");
    assertThat(answer.getLast().path("frame").asText()).isEqualTo("end");
  }

  @Test
  void aRequestThatNeverEndsIsRefused() throws IOException {
    List<JsonNode> answer = say("{\"verb\":\"" + "x".repeat(Frames.LONGEST_REQUEST));

    assertThat(answer.getFirst().path("problems").path(0).path("code").asText())
        .isEqualTo("frame.bad");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    assertThat(say("[".repeat(100_000) + "\n").getFirst().path("frame").asText())
        .isEqualTo("problems");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "{\"frame\":\"unheard-of\"}",
        "{\"frame\":\"stdin\",\"data\":\"***\"}",
      })
  void aBadFrameEndsTheConversation(String frame) throws IOException {
    String exec =
        "{\"protocol\":1,\"verb\":\"exec\",\"arguments\":{\"name\":\"a\",\"service\":\"web\","
            + "\"command\":[\"sh\"],\"tty\":false,\"stdin\":true,\"columns\":0,\"rows\":0}}";

    List<JsonNode> answer = say(exec + "\n" + frame + "\n");

    assertThat(answer.getFirst().path("frame").asText()).isEqualTo("problems");
  }

  @Test
  void listsAndMapsMayBeLeftOut() throws IOException {
    List<JsonNode> answer =
        say("{\"protocol\":1,\"verb\":\"scale\",\"arguments\":{\"name\":\"a\",\"apply\":true}}\n");

    assertThat(answer.getFirst().path("value").path("services").isObject()).isTrue();
  }

  @Test
  void theDaemonServesOnAfterAHundredBadCallers() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (SocketChannel channel = open()) {
        channel.write(ByteBuffer.wrap("{\"pro".getBytes(StandardCharsets.UTF_8)));
      }
    }

    assertThat(say("[]\n")).hasSize(2);
  }

  private SocketChannel open() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  private List<JsonNode> say(String text) throws IOException {
    try (SocketChannel channel = open()) {
      Frames.write(channel, text.getBytes(StandardCharsets.UTF_8));
      Frames frames = new Frames(channel, Frames.LONGEST_ANSWER);
      List<JsonNode> answer = new ArrayList<>();
      JsonNode frame = Json.object();
      while (!frame.path("frame").asText().equals("end")) {
        byte[] line = frames.next();
        if (line == null) {
          throw new IOException("the connection ended after " + answer);
        }
        frame = Json.read(line);
        answer.add(frame);
      }
      return answer;
    }
  }
}
