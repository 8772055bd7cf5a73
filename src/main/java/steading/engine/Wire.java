package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import steading.engine.EngineException.Reason;

/**
 * Sends calls to one Engine in the negotiated version of its API. Connections have no read timeout,
 * since streams may be silent for hours: every call ends by its own limit instead. It runs on a
 * virtual thread of its own, because an interrupt is what ends a blocked read in time.
 */
final class Wire {
  private static final Duration HELLO_LIMIT = Duration.ofSeconds(30);

  private final EngineAddress address;
  private final @Nullable SSLContext tls;
  private String prefix = "";
  private ApiVersion version = ApiVersion.OLDEST;
  private ApiVersion engineOldest = ApiVersion.OLDEST;

  private Wire(EngineAddress address) {
    this.address = address;
    this.tls = ClientCertificates.load(address.certificates());
  }

  /** Asks without a version which versions the Engine speaks. */
  static Wire connect(EngineAddress address) {
    Wire wire = new Wire(address);
    JsonNode said = wire.ask(Call.get("/version").within(HELLO_LIMIT));
    wire.engineOldest = ApiVersion.parse(said.path("MinAPIVersion").asText("1.12"));
    wire.version =
        ApiVersion.negotiate(wire.engineOldest, ApiVersion.parse(said.path("ApiVersion").asText()));
    wire.prefix = "/v" + wire.version;
    return wire;
  }

  /** Sends, waits at most the call's limit, and reads the whole answer. */
  JsonNode ask(Call call) {
    return within(
        call.limit(),
        () -> {
          try (Stream stream = exchange(call, false)) {
            return Json.parse(stream.input().readAllBytes());
          }
        });
  }

  /** Sends and hands the answer's body over as it comes; the caller closes it. */
  Stream open(Call call) {
    return within(call.limit(), () -> exchange(call, false));
  }

  /** Turns the connection into a command's own streams, in both directions. */
  Stream hijack(Call call) {
    return within(call.limit(), () -> exchange(call, true));
  }

  /** The body of an answer, and the connection that it comes on. */
  record Stream(InputStream input, Connection connection) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  private Stream exchange(Call call, boolean upgrade) throws IOException {
    Connection connection = Connection.open(address, tls);
    try {
      Exchange exchange = Exchange.run(connection, prefix, call, upgrade);
      InputStream body = exchange.body(call.method());
      if (exchange.status() >= 300 && exchange.status() != 304) {
        throw Failures.answered(exchange.status(), body.readAllBytes());
      }
      return new Stream(body, connection);
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private <T> T within(Duration limit, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofVirtual().name("engine-call").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new EngineException(
          Reason.UNREACHABLE,
          "the Docker Engine at %s has not answered within %d s"
              .formatted(address.uri(), limit.toSeconds()),
          e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.FAILED, "the call to the Engine was interrupted", e);
    }
  }

  private RuntimeException failure(@Nullable Throwable thrown) {
    return switch (thrown) {
      case EngineException known -> known;
      case IOException broken -> Failures.broken(address, broken);
      case RuntimeException other -> other;
      case null, default -> new IllegalStateException(thrown);
    };
  }

  EngineException broken(IOException cause) {
    return Failures.broken(address, cause);
  }

  EngineAddress address() {
    return address;
  }

  ApiVersion version() {
    return version;
  }

  ApiVersion engineOldest() {
    return engineOldest;
  }
}
