package steading.gateway;

import java.time.Duration;
import java.util.Comparator;

/** What holds for the whole HAProxy process. */
final class GlobalSection {
  private static final Duration LEAST_HARD_STOP = Duration.ofMinutes(30);

  private GlobalSection() {}

  static String render(Table table, String description) {
    return """
    # Written by Steading from its own table; changes made here are lost.
    global
      description %s
      default-path config
    %s\
      log stdout format raw local0 info
      stats socket %s mode 600 level admin
      hard-stop-after %ds
      mworker-max-reloads 100
      maxconn 8000
      no strict-limits
      ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
      ssl-default-bind-curves X25519:P-256:P-384
      ssl-default-bind-ciphers %s
      ssl-default-bind-ciphersuites %s
      tune.ssl.default-dh-param 2048
      tune.h2.fe.max-concurrent-streams 100
      tune.h2.fe.glitches-threshold 1000

    """
        .formatted(
            description,
            Holding.GLOBAL,
            Inside.ADMIN_SOCKET,
            hardStop(table).toSeconds(),
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
            "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
  }

  /** An old worker must not end before the longest time that any app was promised. */
  private static Duration hardStop(Table table) {
    return table.numbered().stream()
        .map(numbered -> numbered.route().drain().plusMinutes(1))
        .max(Comparator.naturalOrder())
        .filter(longest -> longest.compareTo(LEAST_HARD_STOP) > 0)
        .orElse(LEAST_HARD_STOP);
  }
}
