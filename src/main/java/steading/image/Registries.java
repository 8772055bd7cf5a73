package steading.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import steading.engine.EngineException;

/**
 * Asks registries for digests, and remembers for a while which of them do not answer: on a machine
 * without a registry each question may take as long as a time-out.
 */
final class Registries {
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final Function<String, Optional<String>> ask;
  private final Clock clock;
  private final Map<String, Instant> silentUntil = new ConcurrentHashMap<>();

  sealed interface Answer {
    record Exact(String digest) implements Answer {}

    /** The registry answered, but not with the image. */
    record Refused(EngineException.Reason reason, String message) implements Answer {}

    record Silent(String why) implements Answer {}
  }

  /**
   * @param ask the Engine's question: the digest, or empty when no registry answers
   */
  Registries(Function<String, Optional<String>> ask, Clock clock) {
    this.ask = ask;
    this.clock = clock;
  }

  Answer digest(Reference reference) {
    Instant until = silentUntil.get(reference.host());
    if (until != null && clock.instant().isBefore(until)) {
      return silent(reference);
    }
    try {
      Optional<String> digest = ask.apply(reference.familiar());
      if (digest.isPresent()) {
        silentUntil.remove(reference.host());
        return new Answer.Exact(digest.get());
      }
      silentUntil.put(reference.host(), clock.instant().plus(SILENCE));
      return silent(reference);
    } catch (EngineException e) {
      String message = e.text();
      return switch (e.reason()) {
        case NOT_FOUND, DENIED -> new Answer.Refused(e.reason(), message);
        case UNREACHABLE -> throw e;
        case NAME_TAKEN, CONFLICT, BAD_REQUEST, PORT_TAKEN, NO_SPACE, BUILD_FAILED, FAILED ->
            new Answer.Silent(message);
      };
    }
  }

  private static Answer silent(Reference reference) {
    return new Answer.Silent("the registry " + reference.host() + " does not answer");
  }
}
