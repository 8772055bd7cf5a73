package steading.gateway.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From when until when a certificate is valid, and when it is to be renewed. */
public record Lifetime(Instant from, Instant until) {
  private static final int THIRD = 3;
  private static final int PARTS = 1 << 16;

  /** Within which the authority wishes the certificate to be renewed. */
  public record Window(Instant start, Instant end) {}

  public static Lifetime of(X509Certificate certificate) {
    return new Lifetime(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  public boolean holds(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /**
   * When a third of the life remains, or when the authority wishes it, if that is sooner.
   *
   * @param name spreads the installations' renewals over the window, always the same for one name
   */
  Instant renewal(String name, @Nullable Window wished) {
    Instant usual = until.minus(Duration.between(from, until).dividedBy(THIRD));
    if (wished == null) {
      return usual;
    }
    Duration width = Duration.between(wished.start(), wished.end());
    Instant chosen =
        width.isNegative()
            ? wished.start()
            : wished
                .start()
                .plus(width.dividedBy(PARTS).multipliedBy(Math.floorMod(name.hashCode(), PARTS)));
    return chosen.isBefore(usual) ? chosen : usual;
  }
}
