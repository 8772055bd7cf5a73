package steading.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * Makes a request again when the authority was only busy, or did not like the number used once: the
 * library gives up after ten of those, and does not know the first.
 */
final class PatientConnection extends DefaultConnection {
  private static final URI BAD_NONCE = URI.create("urn:ietf:params:acme:error:badNonce");

  /** Times ten tries of the library: one in a thousand million goes wrong when nine of ten do. */
  private static final int NONCE_ROUNDS = 20;

  private static final Set<Integer> TURNED_AWAY = Set.of(429, 502, 503, 504);

  private final Pace pace;

  PatientConnection(HttpConnector connector, Pace pace) {
    super(connector);
    this.pace = pace;
  }

  /** The authority would rather be asked later. */
  static final class Busy extends IOException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Instant retryAfter;

    Busy(int status, @Nullable Instant retryAfter) {
      super("it answers " + status + (status == 429 ? " (too many requests)" : " (busy)"));
      this.retryAfter = retryAfter;
    }

    @Nullable Instant retryAfter() {
      return retryAfter;
    }
  }

  private interface Request {
    int send() throws AcmeException;
  }

  @Override
  public int sendRequest(URL url, Session session, @Nullable ZonedDateTime ifModifiedSince)
      throws AcmeException {
    return patiently(() -> super.sendRequest(url, session, ifModifiedSince));
  }

  @Override
  protected int sendSignedRequest(
      URL url,
      @Nullable JSONBuilder claims,
      Session session,
      KeyPair keypair,
      @Nullable URL accountLocation,
      String accept)
      throws AcmeException {
    return patiently(
        () -> super.sendSignedRequest(url, claims, session, keypair, accountLocation, accept));
  }

  @Override
  protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
      throws IOException {
    super.sendRequest(session, url, body);
    HttpResponse<InputStream> response = lastResponse;
    if (response != null && TURNED_AWAY.contains(response.statusCode())) {
      Optional<Instant> retryAfter =
          response.headers().firstValue("Retry-After").flatMap(text -> time(text, Instant.now()));
      boolean explained =
          response
              .headers()
              .firstValue("Content-Type")
              .map(type -> type.startsWith("application/problem+json"))
              .orElse(false);
      boolean soon = retryAfter.map(this::soon).orElse(true);
      // What the authority explains, and waiting cannot mend, is for the library to read.
      if (soon || !explained) {
        throw new Busy(response.statusCode(), retryAfter.orElse(null));
      }
    }
  }

  private boolean soon(Instant when) {
    return Duration.between(Instant.now(), when).compareTo(pace.longest()) <= 0;
  }

  private int patiently(Request request) throws AcmeException {
    int turnedAway = 0;
    int nonces = 0;
    while (true) {
      try {
        return request.send();
      } catch (AcmeNetworkException e) {
        if (!(e.getCause() instanceof Busy busy) || turnedAway >= pace.busy()) {
          throw e;
        }
        Instant wished = busy.retryAfter();
        if (wished != null && !soon(wished)) {
          throw e;
        }
        Pauses.sleep(
            wished == null ? pace.pause(turnedAway) : Duration.between(Instant.now(), wished));
        turnedAway++;
      } catch (AcmeServerException e) {
        if (!e.getType().equals(BAD_NONCE) || ++nonces >= NONCE_ROUNDS) {
          throw e;
        }
        Pauses.sleep(Duration.ofMillis(20L * nonces));
      }
      close();
    }
  }

  /** Seconds from now, or a date. */
  static Optional<Instant> time(String text, Instant now) {
    try {
      return Optional.of(
          text.strip().chars().allMatch(letter -> letter >= '0' && letter <= '9')
              ? now.plusSeconds(Integer.parseInt(text.strip()))
              : ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                  .toInstant());
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
