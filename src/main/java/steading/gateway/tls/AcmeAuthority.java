package steading.gateway.tls;

import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AcmeJsonResource;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;

/** An authority that speaks ACME (RFC 8555). Every certificate gets a key of its own. */
final class AcmeAuthority implements Authority {
  private static final Duration ASK_AGAIN = Duration.ofHours(6);

  private final URI directory;
  private final AcmeProtocol protocol;
  private final AcmeAccount account;
  private final Prover prover;
  private final Pace pace;

  AcmeAuthority(URI directory, @Nullable Path root, AcmeAccount account, Prover prover, Pace pace) {
    this.directory = directory;
    this.protocol = AcmeProtocol.of(root, pace);
    this.account = account;
    this.prover = prover;
    this.pace = pace;
  }

  private interface Work<R> {
    R done(Session session) throws AcmeException, Refusal;
  }

  @Override
  public Bundle issue(String name, @Nullable X509Certificate replaced) throws Refusal {
    return told(session -> {
      Login login = account.login(session);
      Order order = order(login, name, replaced);
      for (Authorization authorization : order.getAuthorizations()) {
        authorize(authorization);
      }
      if (await(order) == Status.INVALID) {
        throw refused("the order", order.getError(), true);
      }
      KeyPair key = newKey();
      if (order.getStatus() == Status.READY) {
        order.execute(key);
      }
      Status end = await(order, Status.VALID, Status.INVALID);
      if (end != Status.VALID) {
        throw refused("the order", order.getError(), false);
      }
      Certificate certificate = order.getCertificate();
      certificate.download();
      return checked(name, new Bundle(certificate.getCertificateChain(), key.getPrivate()));
    });
  }

  /** An authority that has forgotten the former certificate must not keep us from a new one. */
  private Order order(Login login, String name, @Nullable X509Certificate replaced)
      throws AcmeException {
    OrderBuilder builder = login.newOrder().domain(name);
    if (replaced == null
        || login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
      return builder.create();
    }
    try {
      return login.newOrder().domain(name).replaces(replaced).create();
    } catch (AcmeRateLimitedException | AcmeNetworkException e) {
      throw e;
    } catch (AcmeException e) {
      return builder.create();
    }
  }

  private void authorize(Authorization authorization) throws AcmeException, Refusal {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    try (Prover.Shown shown = prover.show(authorization)) {
      shown.challenge().trigger();
      Status end = await(authorization, Status.VALID, Status.INVALID);
      if (end != Status.VALID) {
        throw refused(
            authorization.getIdentifier().getDomain(),
            authorization.getChallenges().stream()
                .flatMap(challenge -> challenge.getError().stream())
                .findFirst(),
            true);
      }
    }
  }

  private Status await(Order order) throws AcmeException, Refusal {
    return await(order, Status.READY, Status.VALID, Status.INVALID);
  }

  private <R extends AcmeJsonResource & PollableResource> Status await(R resource, Status... ends)
      throws AcmeException, Refusal {
    Instant limit = Instant.now().plus(pace.order());
    Duration pause = pace.poll();
    while (true) {
      Instant again = resource.fetch().orElse(Instant.EPOCH);
      Status status = resource.getStatus();
      if (List.of(ends).contains(status)) {
        return status;
      }
      Instant next = Instant.now().plus(pause);
      Instant wished = again.isAfter(next) ? again : next;
      if (wished.isAfter(limit)) {
        throw new Refusal(
            "the authority was not done within "
                + pace.order().toSeconds()
                + " s; it says: "
                + status,
            true,
            null,
            null);
      }
      Pauses.sleep(Duration.between(Instant.now(), wished));
      pause = pace.nextPoll(pause);
    }
  }

  private static KeyPair newKey() {
    try {
      return Issuer.newKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime makes EC keys", e);
    }
  }

  /** What does not serve the host must not take the place of what does. */
  private static Bundle checked(String name, Bundle bundle) throws Refusal {
    if (!bundle.hosts().contains(name) || !bundle.belongTogether()) {
      throw new Refusal("the authority gave a certificate for " + bundle.hosts() + " instead");
    }
    return bundle;
  }

  @Override
  public Wish wish(Bundle bundle) throws Refusal {
    return told(session -> {
      if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
        return new Wish(null, Instant.now().plus(ASK_AGAIN));
      }
      RenewalInfo info = account.login(session).bindRenewalInfo(bundle.leaf());
      Instant again = info.fetch().orElse(Instant.now().plus(ASK_AGAIN));
      return new Wish(
          new Lifetime.Window(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd()), again);
    });
  }

  @Override
  public void revoke(Bundle bundle, boolean compromised) throws Refusal {
    told(session -> {
      RevocationReason reason =
          compromised ? RevocationReason.KEY_COMPROMISE : RevocationReason.SUPERSEDED;
      if (compromised) {
        // Signed by the key itself, so that nobody gets a certificate for that key again.
        KeyPair pair = new KeyPair(bundle.leaf().getPublicKey(), bundle.key());
        Certificate.revoke(session, pair, bundle.leaf(), reason);
      } else {
        Certificate.revoke(account.login(session), bundle.leaf(), reason);
      }
      return true;
    });
  }

  @Override
  public Optional<String> revoked(Bundle bundle) throws Refusal {
    return RevocationList.lookUp(bundle);
  }

  private <R> R told(Work<R> work) throws Refusal {
    try {
      return work.done(protocol.session(directory));
    } catch (AcmeLazyLoadingException e) {
      throw e.getCause() instanceof AcmeException cause ? refusal(cause) : refusal(e);
    } catch (AcmeException | RuntimeException e) {
      throw refusal(e);
    }
  }

  private Refusal refusal(Exception cause) {
    account.doubt(cause);
    if (cause instanceof AcmeRateLimitedException limited) {
      return new Refusal(
          "the authority asks for a pause: " + limited.getMessage(),
          false,
          limited.getRetryAfter().map(AcmeAuthority::fromNow).orElse(null),
          cause);
    }
    if (cause.getCause() instanceof PatientConnection.Busy busy) {
      return new Refusal(
          "the authority is busy: " + busy.getMessage(),
          false,
          busy.retryAfter() == null ? null : fromNow(busy.retryAfter()),
          cause);
    }
    Throwable root = cause instanceof AcmeNetworkException ? cause.getCause() : cause;
    String text = root == null || root.getMessage() == null ? cause.toString() : root.getMessage();
    return new Refusal(
        (cause instanceof AcmeNetworkException ? "the authority cannot be reached: " : "") + text,
        false,
        null,
        cause);
  }

  private static Duration fromNow(Instant when) {
    return Duration.between(Instant.now(), when);
  }

  private static Refusal refused(String what, Optional<Problem> problem, boolean validation) {
    return new Refusal(
        "the authority refuses "
            + what
            + problem
                .map(each -> ": " + each.getDetail().orElse(each.getType().toString()))
                .orElse(""),
        validation,
        null,
        null);
  }
}
