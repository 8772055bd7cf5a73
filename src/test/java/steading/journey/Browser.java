package steading.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Headless Chromium, which finds every host at this machine. It is told what to do in the words of
 * the WebDriver standard, which Debian's chromedriver understands.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORT = 9515;

  /** Fills in fields by name; of those with several boxes, the value says which one to tick. */
  private static final String FILL =
      """
      for (const [name, value] of Object.entries(arguments[0])) {
        const fields = [...document.querySelectorAll(`[name="${name}"]`)];
        const boxes = fields.filter(f => f.type === 'checkbox' || f.type === 'radio');
        if (!fields.length) throw new Error('there is no field ' + name);
        if (boxes.length) {
          const box = boxes.find(b => b.value === value);
          if (!box) throw new Error(name + ' cannot be ' + value);
          box.checked = true;
        } else {
          fields[0].value = value;
        }
        fields[0].dispatchEvent(new Event('change', {bubbles: true}));
      }
      """;

  private final QuietNetwork network;
  private final Process driver;
  private final HttpClient client;
  private String session = "";

  private Browser(QuietNetwork network, Process driver) {
    this.network = network;
    this.driver = driver;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  static Browser open() {
    QuietNetwork network = QuietNetwork.make();
    List<String> command = new ArrayList<>(network.enter());
    command.addAll(List.of("chromedriver", "--port=" + PORT, "--allowed-ips="));
    Browser browser = new Browser(network, begin(command));
    try {
      Installation.await("chromedriver answers", PATIENCE, browser::ready);
      browser.session =
          "/session/" + browser.call("POST", "/session", wish(network)).path("sessionId").asText();
      return browser;
    } catch (AssertionError | UncheckedIOException e) {
      browser.close();
      throw e;
    }
  }

  private static Process begin(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> wish(QuietNetwork network) {
    List<String> switches =
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-first-run",
            "--window-size=1280,1000",
            "--host-resolver-rules=MAP * " + network.machine());
    Map<String, Object> wish =
        Map.of(
            "acceptInsecureCerts",
            true,
            "timeouts",
            Map.of("implicit", 10_000, "pageLoad", PATIENCE.toMillis()),
            "goog:chromeOptions",
            Map.of("args", switches));
    return Map.of("capabilities", Map.of("alwaysMatch", wish));
  }

  private boolean ready() {
    try {
      return call("GET", "/status", null).path("ready").asBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  void go(String url) {
    of("POST", "/url", Map.of("url", url));
  }

  /** Types into the first field that the selector finds. */
  void type(String selector, String text) {
    String field = element(selector);
    of("POST", field + "/clear", Map.of());
    of("POST", field + "/value", Map.of("text", text));
  }

  void fill(Map<String, String> values) {
    script(FILL, values);
  }

  void click(String selector) {
    of("POST", element(selector) + "/click", Map.of());
  }

  String url() {
    return of("GET", "/url", null).asText();
  }

  /** What a person reads on the page. */
  String text() {
    return script("return document.body ? document.body.innerText : ''").asText();
  }

  JsonNode script(String script, Object... arguments) {
    return of("POST", "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
  }

  /** A person whom the site has never seen. */
  void forgetCookies() {
    of("DELETE", "/cookie", null);
  }

  void awaitUrl(String part) {
    await("the address has " + part, () -> url().contains(part));
  }

  void awaitText(String part) {
    await("the page says \"" + part + "\"", () -> text().contains(part));
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Installation.await(what, PATIENCE, condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nbut at " + url() + "\n" + text(), e);
    }
  }

  /** Keeps what a person sees, for people who look after the tests. */
  Path screenshot(String name) {
    try {
      Path file = Files.createDirectories(Path.of("target", "screens")).resolve(name + ".png");
      return Files.write(file, Base64.getDecoder().decode(of("GET", "/screenshot", null).asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String element(String selector) {
    JsonNode found = of("POST", "/element", Map.of("using", "css selector", "value", selector));
    return "/element/" + found.elements().next().asText();
  }

  private JsonNode of(String method, String path, @Nullable Object body) {
    return call(method, session + path, body);
  }

  private JsonNode call(String method, String path, @Nullable Object body) {
    URI uri = URI.create("http://" + network.inside() + ":" + PORT + path);
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(PATIENCE.multipliedBy(2))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
              .build();
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode value = JSON.readTree(answer.body()).path("value");
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + ": " + value.path("message").asText());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (!session.isEmpty()) {
      of("DELETE", "", null);
    }
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroy();
    driver.onExit().join();
    client.close();
    network.close();
  }
}
