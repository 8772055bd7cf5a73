package steading.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An app inside this process: it tells what it was asked, and how much of a body came. */
final class HostApp implements AutoCloseable {
  final AtomicLong requests = new AtomicLong();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HostApp() {
    try {
      server = HttpServer.create(new InetSocketAddress(0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      long length = exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
      StringBuilder told = new StringBuilder();
      told.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
      told.append("\nbody: ").append(length).append('\n');
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              told.append(name.toLowerCase(Locale.ROOT))
                  .append(": ")
                  .append(String.join("|", values))
                  .append('\n'));
      // Long enough to be worth compressing.
      byte[] text = (told + "\n".repeat(2000)).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.getResponseHeaders().set("X-Powered-By", "HostApp");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
