package steading.gateway.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who gives certificates to those who show that a host is theirs. */
interface Authority {
  /**
   * Gets a certificate with a new key.
   *
   * @param name a host, or a wildcard
   * @param replaced the certificate that it takes the place of, as far as the authority knows it
   */
  Bundle issue(String name, @Nullable X509Certificate replaced) throws Refusal;

  /**
   * When the authority wishes a certificate to be renewed.
   *
   * @param window null: it has no wish
   */
  record Wish(Lifetime.@Nullable Window window, Instant again) {}

  Wish wish(Bundle bundle) throws Refusal;

  void revoke(Bundle bundle, boolean compromised) throws Refusal;

  /** Whether the authority lists the certificate among those that are no longer to be trusted. */
  default Optional<String> revoked(Bundle bundle) throws Refusal {
    return Optional.empty();
  }

  /** Why there is no certificate. */
  final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean validation;
    private final @Nullable Duration pause;

    /**
     * @param validation whether the authority looked for our answer and did not find it
     * @param pause that the authority asks for
     */
    Refusal(String why, boolean validation, @Nullable Duration pause, @Nullable Throwable cause) {
      super(why, cause);
      this.validation = validation;
      this.pause = pause;
    }

    Refusal(String why) {
      this(why, false, null, null);
    }

    boolean validation() {
      return validation;
    }

    @Nullable Duration pause() {
      return pause;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
