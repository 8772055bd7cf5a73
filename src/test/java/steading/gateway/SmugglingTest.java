package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No request may be taken for two, or for another, by whoever reads it after the gateway. */
@Tag("engine")
class SmugglingTest {
  private static final int PATIENCE = 8_000;

  @TempDir Path directory;

  @Test
  void Promise_no_request_reaches_an_app_in_a_form_that_a_strict_reader_could_doubt()
      throws Exception {
    SmugglingForms forms = new SmugglingForms();
    int count = forms.http1().size() + forms.http2().size();
    try (TestGateway world = new TestGateway(directory);
        RawOrigin origin = new RawOrigin()) {
      String network = world.test.network("net");
      String relay = world.relay("relay", network, origin.port());
      world.publish("blog", List.of("blog.test"), network, relay);
      try (RawClient client = world.client("blog.test")) {
        assertThat(client.get("/plain").status()).isEqualTo(200);
      }
      Map<String, String> answers = new LinkedHashMap<>(ask(world, forms.http1(), "http/1.1"));
      answers.putAll(ask(world, forms.http2(), "h2"));
      List<String> doubts = new ArrayList<>();
      int forwarded = judge(origin, doubts);
      long refused = count - forwarded;
      System.err.printf(
          "smuggling: %d forms, %d refused, %d forwarded in their one plain form, %d in doubt%n",
          count, refused, forwarded, doubts.size());
      assertThat(doubts).isEmpty();
      assertThat(count).isGreaterThanOrEqualTo(60);
      assertThat(refused).isGreaterThanOrEqualTo(66);
      assertThat(answers).hasSize(count);
    }
  }

  /**
   * How many of the forms arrived; everything that is not beyond doubt is added to {@code doubts}.
   */
  private static int judge(RawOrigin origin, List<String> doubts) {
    Set<String> seen = new HashSet<>();
    for (byte[] bytes : origin.connections()) {
      StrictReader.Result result = StrictReader.read(bytes);
      if (!result.doubt().isEmpty()) {
        doubts.add(result.doubt() + " in " + new String(bytes, StandardCharsets.ISO_8859_1));
      }
      for (String target : result.targets()) {
        boolean ours = target.matches("(http://other\\.test)?/(form|h2)-\\d+.{0,3}|/plain");
        if (!ours || !seen.add(target)) {
          doubts.add("a request that nobody made: " + target);
        }
      }
    }
    seen.remove("/plain");
    return seen.size();
  }

  private static Map<String, String> ask(
      TestGateway world, Map<String, byte[]> forms, String protocol) throws Exception {
    Map<String, String> answers = new LinkedHashMap<>();
    Map<String, Future<String>> pending = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(24)) {
      forms.forEach(
          (name, bytes) -> pending.put(name, threads.submit(() -> answer(world, bytes, protocol))));
      for (Map.Entry<String, Future<String>> each : pending.entrySet()) {
        answers.put(each.getKey(), each.getValue().get());
      }
    }
    return answers;
  }

  /** Reads until the gateway closes, or has been silent for so long that nothing more will come. */
  private static String answer(TestGateway world, byte[] bytes, String protocol) throws Exception {
    try (Socket plain = new Socket("127.0.0.1", world.home.httpsPort());
        SSLSocket socket =
            (SSLSocket)
                world.trust().getSocketFactory().createSocket(plain, "blog.test", 443, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(PATIENCE);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
      socket.getOutputStream().write(bytes);
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[4096];
      try {
        for (int n = socket.getInputStream().read(buffer);
            n >= 0;
            n = socket.getInputStream().read(buffer)) {
          answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
      } catch (SocketTimeoutException e) {
        answer.append("(silence)");
      } catch (IOException e) {
        answer.append("(closed)");
      }
      return answer.toString();
    }
  }
}
