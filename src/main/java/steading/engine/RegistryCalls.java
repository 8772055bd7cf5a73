package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.engine.EngineException.Reason;

/** What the Engine asks registries for. */
final class RegistryCalls {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration PULL_LIMIT = Duration.ofHours(4);

  private static final Pattern WANTS_LOGIN =
      Pattern.compile(
          "no basic auth credentials|unauthorized|authentication required|access denied"
              + "|requested access to the resource is denied",
          Pattern.CASE_INSENSITIVE);

  private final Wire wire;
  private final Credentials credentials;

  RegistryCalls(Wire wire, Credentials credentials) {
    this.wire = wire;
    this.credentials = credentials;
  }

  Optional<String> digest(String reference) {
    Call call = Call.get("/distribution/{}/json", reference).within(ANSWER_LIMIT);
    try {
      JsonNode answer = wire.ask(authorised(call, reference));
      return Optional.of(answer.path("Descriptor").path("digest").asText());
    } catch (EngineException answered) {
      EngineException e = sorted(answered);
      // A failure of the Engine's own (5xx) means here that it could not reach the registry.
      if (e.reason() == Reason.FAILED || e.getCause() instanceof TimeoutException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void pull(String reference, @Nullable String platform, Consumer<String> progress) {
    Reference named = Reference.parse(reference);
    Call call =
        Call.post("/images/create")
            .with("fromImage", named.name())
            .with("tag", named.tag())
            .within(PULL_LIMIT);
    if (platform != null) {
      call.with("platform", platform);
    }
    Map<String, String> last = new HashMap<>();
    try {
      ImageCalls.follow(
          wire,
          authorised(call, reference),
          line -> {
            String layer = line.path("id").asText("");
            String status = line.path("status").asText("");
            // The Engine repeats a layer's line for every few kilobytes.
            if (!status.isEmpty() && !status.equals(last.put(layer, status))) {
              progress.accept(layer.isEmpty() ? status : layer + ": " + status);
            }
          });
    } catch (EngineException e) {
      throw sorted(e);
    }
  }

  /**
   * A registry that asks for a login is an error of the server's own to older Engines (API 1.41).
   */
  private static EngineException sorted(EngineException e) {
    return e.reason() == Reason.FAILED && WANTS_LOGIN.matcher(e.text()).find()
        ? new EngineException(Reason.DENIED, e.text(), e)
        : e;
  }

  private Call authorised(Call call, String reference) {
    credentials
        .header(Reference.parse(reference).registry())
        .ifPresent(login -> call.header("X-Registry-Auth", login));
    return call;
  }
}
