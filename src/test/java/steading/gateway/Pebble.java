package steading.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import steading.gateway.tls.InternalCa;

/**
 * Pebble, an ACME authority for tests, and the DNS server that it asks. It listens on this machine
 * alone, and looks for answers where the test's gateway is.
 */
final class Pebble implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  final Path root;
  final String names;
  final SSLContext trust;
  private final Path directory;
  private final int port = TestGateway.freePort();
  private final int management = TestGateway.freePort();
  private final int dns = TestGateway.freePort();
  private final int dnsManagement = TestGateway.freePort();
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient client;

  /**
   * @param answers the port at which hosts are asked
   * @param dnsServer to ask for names; empty: one of its own, for which every name is this machine
   * @param environment such as {@code PEBBLE_WFE_NONCEREJECT}
   */
  Pebble(
      Path directory,
      int answers,
      Optional<String> dnsServer,
      boolean accounts,
      Map<String, String> environment)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    InternalCa authority = InternalCa.open(directory.resolve("ca"), "pebble", Clock.systemUTC());
    root = Files.writeString(directory.resolve("root.pem"), authority.rootPem());
    trust = TestTrust.of(authority.root());
    client = HttpClient.newBuilder().sslContext(trust).build();
    String pair = authority.bundle(Optional.empty(), List.of("localhost", "127.0.0.1"));
    Path chain = Files.writeString(directory.resolve("pair.pem"), pair);
    names = dnsServer.orElse("127.0.0.1:" + dns);
    if (dnsServer.isEmpty()) {
      dns(dns, dnsManagement);
    }
    Path config = directory.resolve("pebble.json");
    Files.writeString(config, config(chain, answers, accounts));
    ProcessBuilder pebble =
        new ProcessBuilder("pebble", "-config", config.toString(), "-dnsserver", names);
    pebble.environment().put("PEBBLE_VA_NOSLEEP", "1");
    pebble.environment().put("PEBBLE_AUTHZREUSE", "0");
    pebble.environment().putAll(environment);
    start(pebble, "pebble.log");
    await(() -> get(URI.create(directory())).statusCode() == HttpURLConnection.HTTP_OK);
  }

  private String config(Path pair, int answers, boolean accounts) {
    return """
    {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
      "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": 1,
      "ocspResponderURL": "", "externalAccountBindingRequired": %s,
      "externalAccountMACKeys": {"kid-1": "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"}}}
    """
        .formatted(port, management, pair, pair, answers, accounts);
  }

  /** A DNS server for which every name is this machine, but for what it is told. */
  void dns(int port, int management) throws IOException {
    start(
        new ProcessBuilder(
            "pebble-challtestsrv",
            "-defaultIPv4",
            "127.0.0.1",
            "-defaultIPv6",
            "",
            "-dns01",
            "127.0.0.1:" + port,
            "-management",
            "127.0.0.1:" + management,
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            ""),
        "dns-" + port + ".log");
  }

  private void start(ProcessBuilder builder, String log) throws IOException {
    processes.add(
        builder.redirectErrorStream(true).redirectOutput(directory.resolve(log).toFile()).start());
  }

  String directory() {
    return "https://localhost:" + port + "/dir";
  }

  int port() {
    return port;
  }

  /** What the authority itself says of a certificate. */
  String status(String serial) throws IOException {
    return get(URI.create("https://localhost:" + management + "/cert-status-by-serial/" + serial))
        .body();
  }

  /** From now on nobody finds the host in DNS, or everybody does again. */
  void lose(String host, boolean lost) throws IOException {
    post(lost ? "set-servfail" : "clear-servfail", host);
  }

  private void post(String path, String host) throws IOException {
    send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dnsManagement + "/" + path))
            .POST(HttpRequest.BodyPublishers.ofString("{\"host\":\"" + host + ".\"}"))
            .build());
  }

  private HttpResponse<String> get(URI uri) throws IOException {
    return send(HttpRequest.newBuilder(uri).timeout(LIMIT).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition) {
    boolean there =
        Patience.until(
            () -> {
              try {
                return condition.holds();
              } catch (IOException e) {
                return false;
              }
            },
            LIMIT);
    if (!there) {
      throw new IllegalStateException("Pebble does not answer:\n" + log());
    }
  }

  String log() {
    try {
      return Files.readString(directory.resolve("pebble.log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    client.close();
  }
}
