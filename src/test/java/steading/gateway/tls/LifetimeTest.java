package steading.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LifetimeTest {
  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final Lifetime NINETY_DAYS = new Lifetime(FROM, FROM.plus(Duration.ofDays(90)));
  private static final Lifetime SIX_DAYS = new Lifetime(FROM, FROM.plus(Duration.ofDays(6)));

  @Test
  void renewalIsDueWhenAThirdOfTheLifeRemainsHoweverShortItIs() {
    assertThat(NINETY_DAYS.renewal("a", null)).isEqualTo(FROM.plus(Duration.ofDays(60)));
    assertThat(SIX_DAYS.renewal("a", null)).isEqualTo(FROM.plus(Duration.ofDays(4)));
  }

  @Test
  void anEarlierWishOfTheAuthorityIsMetWithinItsWindow() {
    Instant start = FROM.plus(Duration.ofDays(10));
    Instant end = FROM.plus(Duration.ofDays(12));
    Lifetime.Window window = new Lifetime.Window(start, end);
    assertThat(NINETY_DAYS.renewal("a.example.org", window)).isBetween(start, end);
    assertThat(NINETY_DAYS.renewal("a.example.org", window))
        .isEqualTo(NINETY_DAYS.renewal("a.example.org", window))
        .isNotEqualTo(NINETY_DAYS.renewal("b.example.org", window));
  }

  @Test
  void aLaterWishDoesNotEatUpTheTimeThatFailuresNeed() {
    Lifetime.Window window =
        new Lifetime.Window(FROM.plus(Duration.ofDays(80)), FROM.plus(Duration.ofDays(85)));
    assertThat(NINETY_DAYS.renewal("a", window)).isEqualTo(FROM.plus(Duration.ofDays(60)));
  }

  @Test
  void aWindowInThePastMeansNow() {
    Lifetime.Window window =
        new Lifetime.Window(FROM.minus(Duration.ofDays(2)), FROM.minus(Duration.ofDays(1)));
    assertThat(NINETY_DAYS.renewal("a", window)).isBefore(FROM);
  }

  @Test
  void itHoldsFromItsFirstMomentToTheOneBeforeItsEnd() {
    assertThat(NINETY_DAYS.holds(FROM)).isTrue();
    assertThat(NINETY_DAYS.holds(FROM.minusSeconds(1))).isFalse();
    assertThat(NINETY_DAYS.holds(NINETY_DAYS.until())).isFalse();
  }
}
