package steading.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the certificate of one host.
 *
 * @param tls what was chosen: {@code acme}, {@code internal}, {@code files}, {@code off}
 * @param source where the one that is shown comes from: as {@code tls}, or {@code none}
 * @param state {@code good}, {@code waiting}, {@code failing}, {@code expiring}, {@code missing} or
 *     {@code off}
 * @param failure what went wrong when a new one was last asked for
 * @param next when it is asked for next; null when it is not
 */
public record CertificateRow(
    String host,
    String app,
    String tls,
    String source,
    @Nullable String issuer,
    @Nullable Instant notAfter,
    @Nullable Long daysLeft,
    String state,
    @Nullable String failure,
    @Nullable Instant next) {

  /** Whether somebody should do something. */
  public boolean alarming() {
    return state.equals("expiring")
        || state.equals("missing")
        || state.equals("failing")
        || (state.equals("waiting") && failure != null);
  }
}
