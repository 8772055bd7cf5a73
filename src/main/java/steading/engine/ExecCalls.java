package steading.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import steading.engine.Engine.ExecResult;
import steading.engine.Engine.ExecSpec;
import steading.engine.EngineException.Reason;

/** Starts commands in running containers. */
final class ExecCalls {
  private final Wire wire;

  ExecCalls(Wire wire) {
    this.wire = wire;
  }

  ExecConnection start(String nameOrId, ExecSpec spec, Engine.LogSink sink) {
    String id =
        wire.ask(Call.post("/containers/{}/exec", nameOrId).json(body(spec))).path("Id").asText();
    ObjectNode how = Json.object().put("Detach", false).put("Tty", spec.tty());
    Wire.Stream streams = wire.hijack(Call.post("/exec/{}/start", id).json(how));
    return new ExecConnection(wire, id, spec, streams, sink);
  }

  ExecResult run(String nameOrId, ExecSpec spec, Duration limit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Engine.LogSink sink = (stderr, chunk) -> (stderr ? err : out).writeBytes(chunk);
    try (ExecConnection session = start(nameOrId, spec, sink)) {
      if (spec.stdin()) {
        session.endStdin();
      }
      int code = within(limit, spec.command(), session);
      return new ExecResult(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  private static int within(Duration limit, List<String> command, ExecConnection session) {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("engine-exec-wait")
        .start(() -> {
          try {
            code.complete(session.await());
          } catch (RuntimeException e) {
            code.completeExceptionally(e);
          }
        });
    try {
      return code.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new EngineException(
          Reason.FAILED,
          "%s has not ended within %d s".formatted(command.getFirst(), limit.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.FAILED, "the wait for a command was interrupted", e);
    }
  }

  private static ObjectNode body(ExecSpec spec) {
    ObjectNode body =
        Json.object()
            .put("AttachStdin", spec.stdin())
            .put("AttachStdout", true)
            .put("AttachStderr", true)
            .put("Tty", spec.tty())
            .put("Privileged", spec.privileged());
    body.set("Cmd", Json.array(spec.command()));
    body.set("Env", SpecTranslation.environment(spec.environment()));
    put(body, "User", spec.user());
    put(body, "WorkingDir", spec.workingDir());
    return body;
  }

  private static void put(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }
}
