package steading.gateway.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import steading.gateway.tls.Authority.Refusal;
import steading.gateway.tls.Authority.Wish;
import steading.gateway.tls.CertificateStore.Kept;
import steading.problem.Problem;

/**
 * Sees to it that each name has a certificate of the authority, and renews it in time. One order
 * for a name at a time; what is there is never given up for what is not there yet.
 */
public final class Keeper {
  private static final Logger LOG = System.getLogger(Keeper.class.getName());
  private static final int AT_ONCE = 4;

  /** An authority that fails to say what it wishes is asked again after this. */
  private static final Duration ASK_AGAIN = Duration.ofHours(6);

  private final CertificateStore store;
  private final Authority authority;
  private final Preflight preflight;
  private final Clock clock;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  Keeper(CertificateStore store, Authority authority, Preflight preflight, Clock clock) {
    this.store = store;
    this.authority = authority;
    this.preflight = preflight;
    this.clock = clock;
  }

  /**
   * How it stands with one name.
   *
   * @param failure what went wrong with the last attempt; null when it went well
   * @param next when the next attempt is due
   */
  public record Standing(
      Optional<Bundle> bundle, int failures, @Nullable String failure, Instant next) {}

  public Standing standing(String name) {
    Kept kept = store.kept(name);
    return new Standing(
        store.bundle(name),
        kept.attempts().failures(),
        kept.attempts().failure(),
        next(name, clock.instant()));
  }

  /** Does whatever is due for these names; which of them have a new certificate. */
  public List<String> round(Collection<String> names) {
    List<Future<Boolean>> results = new ArrayList<>();
    List<String> all = names.stream().distinct().toList();
    List<String> changed = new ArrayList<>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (String name : all) {
        results.add(workers.submit(() -> alone(name, () -> care(name))));
      }
      for (int i = 0; i < all.size(); i++) {
        if (done(all.get(i), results.get(i))) {
          changed.add(all.get(i));
        }
      }
    }
    return changed;
  }

  private static boolean done(String name, Future<Boolean> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, "the certificate of " + name + " could not be looked after", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private interface Work {
    boolean done();
  }

  private boolean alone(String name, Work work) {
    if (!busy.add(name)) {
      return false;
    }
    try {
      return work.done();
    } finally {
      busy.remove(name);
    }
  }

  private boolean care(String name) {
    Instant now = clock.instant();
    Optional<Bundle> present = store.bundle(name);
    if (present.isPresent() && present.get().lifetime().holds(now)) {
      listen(name, present.get(), now);
    }
    return !next(name, now).isAfter(now) && attempt(name, now);
  }

  /** Asks the authority what it wishes, when it is time to. */
  private void listen(String name, Bundle present, Instant now) {
    Kept kept = store.kept(name);
    Instant look = kept.look();
    if (look != null && look.isAfter(now)) {
      return;
    }
    try {
      Wish wish = authority.wish(present);
      Instant again = wish.again().isAfter(now) ? wish.again() : now.plus(ASK_AGAIN);
      kept = kept.withWindow(wish.window(), again);
      Optional<String> revoked = authority.revoked(present);
      if (revoked.isPresent() && kept.replace() == null) {
        kept = kept.withReplace(revoked.get());
      }
    } catch (Refusal e) {
      LOG.log(Level.DEBUG, "the authority does not say about " + name, e);
      kept = kept.withWindow(kept.window(), now.plus(ASK_AGAIN));
    }
    store.keep(name, kept);
  }

  /** When the next attempt is due; {@code now}, or the past, mean at once. */
  private Instant next(String name, Instant now) {
    Kept kept = store.kept(name);
    Instant due =
        kept.replace() != null
            ? now
            : store
                .bundle(name)
                .filter(bundle -> bundle.covers(name) || name.startsWith("*"))
                .map(bundle -> bundle.lifetime().renewal(name, kept.window()))
                .orElse(now);
    Instant allowed = kept.attempts().next(now);
    return allowed.isAfter(due) ? allowed : due;
  }

  private boolean attempt(String name, Instant now) {
    Kept kept = store.kept(name);
    Optional<String> trouble = preflight.trouble(name);
    if (trouble.isPresent()) {
      return failed(name, kept, kept.attempts().failed(now, trouble.get(), false, null));
    }
    Optional<Bundle> present = store.bundle(name);
    @Nullable X509Certificate replaced = present.map(Bundle::leaf).orElse(null);
    try {
      Bundle fresh = authority.issue(name, replaced);
      if (present.isPresent()
          && present.get().leaf().getPublicKey().equals(fresh.leaf().getPublicKey())) {
        throw new IllegalStateException("the new certificate of " + name + " has the former key");
      }
      store.put(name, fresh);
      store.keep(name, new Kept(kept.attempts().succeeded(clock.instant()), null, null, null));
      LOG.log(Level.INFO, "{0} has a new certificate", name);
      return true;
    } catch (Refusal e) {
      return failed(
          name,
          kept,
          kept.attempts().failed(clock.instant(), e.why(), e.validation(), allowed(e.pause())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was just read cannot be written", e);
    }
  }

  private @Nullable Instant allowed(@Nullable Duration pause) {
    return pause == null ? null : clock.instant().plus(pause);
  }

  private boolean failed(String name, Kept kept, Attempts attempts) {
    store.keep(name, kept.withAttempts(attempts));
    LOG.log(Level.WARNING, "no new certificate for {0}: {1}", name, attempts.failure());
    return false;
  }

  /** Asks for a new certificate now, as long as the authority may be asked. */
  public void renew(String name) {
    boolean[] tried = new boolean[1];
    boolean changed =
        alone(
            name,
            () -> {
              tried[0] = true;
              Instant now = clock.instant();
              Instant allowed = store.kept(name).attempts().patient(now);
              if (allowed.isAfter(now)) {
                throw Problem.failed(
                        "certs.too-often",
                        "the authority must not be asked for " + name + " before " + allowed,
                        "mend the reason of the last failure meanwhile: "
                            + store.kept(name).attempts().failure())
                    .raise();
              }
              return attempt(name, now);
            });
    if (!tried[0]) {
      throw Problem.failed(
              "certs.under-way",
              "a certificate for " + name + " is being asked for already",
              "wait a minute, then see `stead certs ls`")
          .raise();
    }
    if (!changed) {
      throw Problem.failed(
              "certs.refused",
              "there is no new certificate for " + name,
              "mend that, then try again; what served before still serves")
          .because(store.kept(name).attempts().failure())
          .raise();
    }
  }

  /**
   * Tells the authority not to stand for the certificate any longer, and asks for another.
   *
   * @param compromised whether somebody else may have the key
   */
  public void revoke(String name, boolean compromised) {
    Bundle bundle =
        store
            .bundle(name)
            .orElseThrow(() ->
                Problem.notFound(
                        "certs.none", "there is no certificate for " + name, "see stead certs ls")
                    .raise());
    try {
      authority.revoke(bundle, compromised);
    } catch (Refusal e) {
      throw Problem.failed(
              "certs.not-revoked", "the certificate of " + name + " is not revoked", "try again")
          .because(e.why())
          .raise();
    }
    store.keep(name, store.kept(name).withReplace("it was revoked here"));
    renew(name);
  }
}
