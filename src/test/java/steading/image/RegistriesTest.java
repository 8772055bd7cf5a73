package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import steading.engine.EngineException;

class RegistriesTest {
  private final List<String> asked = new ArrayList<>();
  private final Hands clock = new Hands();

  @Test
  void aSilentRegistryIsLeftAloneForAWhile() {
    Registries registries = new Registries(this::silence, clock);

    registries.digest(Reference.parse("a.example/x:1"));
    registries.digest(Reference.parse("a.example/y:1"));
    assertThat(registries.digest(Reference.parse("b.example/x:1")))
        .isInstanceOf(Registries.Answer.Silent.class);
    assertThat(asked).containsExactly("a.example/x:1", "b.example/x:1");

    clock.now = clock.now.plus(Duration.ofMinutes(6));
    registries.digest(Reference.parse("a.example/y:1"));
    assertThat(asked).hasSize(3).endsWith("a.example/y:1");
  }

  @Test
  void refusalsAreAnswersAndOtherFailuresAreNot() {
    Reference reference = Reference.parse("a.example/x:1");

    assertThat(failing(EngineException.Reason.DENIED).digest(reference))
        .isEqualTo(new Registries.Answer.Refused(EngineException.Reason.DENIED, "why"));
    assertThat(failing(EngineException.Reason.NOT_FOUND).digest(reference))
        .isInstanceOf(Registries.Answer.Refused.class);
    assertThat(failing(EngineException.Reason.FAILED).digest(reference))
        .isEqualTo(new Registries.Answer.Silent("why"));
    assertThatThrownBy(() -> failing(EngineException.Reason.UNREACHABLE).digest(reference))
        .isInstanceOf(EngineException.class);
  }

  private Registries failing(EngineException.Reason reason) {
    return new Registries(
        name -> {
          throw new EngineException(reason, "why");
        },
        clock);
  }

  private Optional<String> silence(String reference) {
    asked.add(reference);
    return Optional.empty();
  }

  private static final class Hands extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("only the time matters here");
    }
  }
}
