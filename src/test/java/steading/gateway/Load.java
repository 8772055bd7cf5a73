package steading.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask until they are told to stop; whatever goes wrong for one of them is kept. */
final class Load implements AutoCloseable {
  final AtomicLong answers = new AtomicLong();
  final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> clients = new ArrayList<>();
  private final TestGateway world;

  private long pause;

  Load(TestGateway world) {
    this.world = world;
  }

  /** Clients that are started from now on wait this long after each answer. */
  Load pausing(Duration after) {
    pause = after.toNanos();
    return this;
  }

  /** One connection as long as the gateway lets it, and no second try. */
  Load keepAlive(String host) {
    return start(() -> {
      try (RawClient client = world.client(host)) {
        while (!ended.get()) {
          count(client.get("/").status());
        }
      }
    });
  }

  /** A connection for every request. */
  Load closing(String host) {
    return start(() -> {
      while (!ended.get()) {
        try (RawClient client = world.client(host)) {
          count(client.get("/", "Connection: close").status());
        }
      }
    });
  }

  Load http2(String host) {
    return start(() -> {
      try (HttpClient client =
          HttpClient.newBuilder()
              .sslContext(world.trust())
              .version(HttpClient.Version.HTTP_2)
              .build()) {
        URI url = URI.create("https://" + host + ":" + world.home.httpsPort() + "/");
        while (!ended.get()) {
          HttpResponse<String> answer =
              client.send(
                  HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
          count(answer.version() == HttpClient.Version.HTTP_2 ? answer.statusCode() : 0);
        }
      }
    });
  }

  private interface Client {
    void run() throws IOException, InterruptedException;
  }

  private Load start(Client client) {
    clients.add(
        threads.submit(() -> {
          while (!ended.get()) {
            try {
              client.run();
            } catch (IOException | RuntimeException e) {
              failures.add(e.toString());
            }
          }
          return null;
        }));
    return this;
  }

  private void count(int status) {
    LockSupport.parkNanos(pause);
    if (status == 200) {
      answers.incrementAndGet();
    } else {
      failures.add("status " + status);
    }
  }

  void end() throws Exception {
    ended.set(true);
    for (Future<?> client : clients) {
      client.get();
    }
  }

  @Override
  public void close() {
    ended.set(true);
    threads.close();
  }
}
