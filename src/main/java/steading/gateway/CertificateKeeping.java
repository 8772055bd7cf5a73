package steading.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Home;
import steading.app.Tls;
import steading.gateway.tls.Acme;
import steading.gateway.tls.Bundle;
import steading.gateway.tls.Keeper;
import steading.gateway.tls.Lifetime;
import steading.gateway.tls.OwnCertificates;
import steading.gateway.tls.ReadBundles;
import steading.problem.Problem;

/**
 * What is to be seen and done about certificates. An authority is asked while the gateway goes on
 * with everything else; what it gives is shown as soon as it is there.
 */
public final class CertificateKeeping {
  /** Half of the time in which it should have been renewed has passed. */
  private static final int SIXTH = 6;

  private final Acme acme;
  private final OwnCertificates own;
  private final Path internal;
  private final Supplier<Table> table;
  private final Runnable serve;
  private final Clock clock;
  private final ReadBundles read = new ReadBundles();

  /**
   * @param internal the certificates of the internal authority
   * @param table what the gateway serves
   * @param serve makes the gateway show what is there
   */
  CertificateKeeping(
      Acme acme,
      OwnCertificates own,
      Path internal,
      Supplier<Table> table,
      Runnable serve,
      Clock clock) {
    this.acme = acme;
    this.own = own;
    this.internal = internal;
    this.table = table;
    this.serve = serve;
    this.clock = clock;
  }

  static Acme acme(
      Home home, Reader reader, Function<String, Optional<String>> secrets, Clock clock) {
    return new Acme(
        home.tls().acme(),
        home.gateway().resolve("acme"),
        home.gateway().resolve("certs").resolve(Certificates.ACME),
        reader::own,
        secrets,
        clock);
  }

  /** The names that an authority is to be asked for. */
  public Set<String> asked() {
    Set<String> hosts = new TreeSet<>();
    for (Table.Entry entry : table.get().apps().values()) {
      Certificates.choices(entry)
          .forEach((host, tls) -> {
            if (tls == Tls.ACME) {
              hosts.add(host);
            }
          });
    }
    return acme.names(hosts);
  }

  /** Gets and renews what is due, and shows it; which names have a new certificate. */
  public List<String> round() {
    Set<String> asked = asked();
    if (asked.isEmpty()) {
      return List.of();
    }
    List<String> changed = acme.keeper().round(asked);
    if (!changed.isEmpty()) {
      serve.run();
    }
    return changed;
  }

  /** Deletes what is over and what nobody asks for. */
  public void tidy() {
    acme.store().forgetExpiredBut(asked(), clock.instant());
  }

  /** Gets a new certificate for the host now. */
  public void renew(String host) {
    acme.keeper().renew(asked(host));
    serve.run();
  }

  /**
   * Has the host's certificate revoked, and another one made with another key.
   *
   * @param compromised whether somebody else may have the key
   */
  public void revoke(String host, boolean compromised) {
    acme.keeper().revoke(asked(host), compromised);
    serve.run();
  }

  private String asked(String host) {
    String name = acme.name(host);
    if (!asked().contains(name)) {
      throw Problem.notFound(
              "certs.not-asked",
              "no authority is asked for " + host,
              "see `stead certs ls`; `stead set NAME tls=acme` has one asked")
          .raise();
    }
    return name;
  }

  /**
   * Takes a certificate of the owner's, and shows it where it is to be shown.
   *
   * @param hosts at least one of which it must be good for
   */
  public Bundle add(String certificates, String key, Collection<String> hosts) {
    Bundle added = own.add(certificates, key, hosts);
    serve.run();
    return added;
  }

  /** Every host of every app. */
  public List<CertificateRow> rows() {
    List<CertificateRow> rows = new ArrayList<>();
    Instant now = clock.instant();
    for (Map.Entry<String, Table.Entry> app : table.get().apps().entrySet()) {
      Certificates.choices(app.getValue())
          .forEach((host, tls) -> rows.add(row(app.getKey(), host, tls, now)));
    }
    return rows;
  }

  private CertificateRow row(String app, String host, Tls tls, Instant now) {
    return switch (tls) {
      case OFF -> new CertificateRow(host, app, "off", "none", null, null, null, "off", null, null);
      case INTERNAL -> internal(app, host, tls, "good", null, null, now);
      case FILES -> files(app, host, now);
      case ACME ->
          acme.asks(host)
              ? acme(app, host, now)
              : internal(app, host, tls, "good", null, null, now);
    };
  }

  private CertificateRow files(String app, String host, Instant now) {
    Optional<Bundle> bundle = own.any(host, now).map(OwnCertificates.Held::bundle);
    if (bundle.isEmpty()) {
      return new CertificateRow(
          host,
          app,
          "files",
          "none",
          null,
          null,
          null,
          "missing",
          "there is no certificate for it: `stead certs add " + host + " --cert FILE --key FILE`",
          null);
    }
    boolean usable = bundle.get().usable(host, now);
    String state = !usable ? "missing" : late(bundle.get(), now) ? "expiring" : "good";
    String failure =
        state.equals("good")
            ? null
            : "it ends, or ended, on "
                + bundle.get().lifetime().until()
                + ": hand over a newer one with `stead certs add`";
    return row(
        app, host, "files", usable ? "files" : "none", bundle.get(), state, failure, null, now);
  }

  private CertificateRow acme(String app, String host, Instant now) {
    Keeper.Standing standing = acme.keeper().standing(acme.name(host));
    Optional<Bundle> bundle = standing.bundle().filter(each -> each.usable(host, now));
    if (bundle.isEmpty()) {
      return internal(app, host, Tls.ACME, "waiting", standing.failure(), standing.next(), now);
    }
    String state =
        late(bundle.get(), now) ? "expiring" : standing.failures() > 0 ? "failing" : "good";
    return row(
        app, host, "acme", "acme", bundle.get(), state, standing.failure(), standing.next(), now);
  }

  private CertificateRow internal(
      String app,
      String host,
      Tls tls,
      String state,
      @Nullable String failure,
      @Nullable Instant next,
      Instant now) {
    Optional<Bundle> bundle = read(app);
    return bundle.isEmpty()
        ? new CertificateRow(
            host, app, tls.word(), "none", null, null, null, "missing", failure, next)
        : row(app, host, tls.word(), "internal", bundle.get(), state, failure, next, now);
  }

  private Optional<Bundle> read(String app) {
    try {
      return Durable.read(internal.resolve(app + ".pem")).flatMap(text -> read.of(app, text));
    } catch (IOException e) {
      // The doctor looks at the gateway itself.
      return Optional.empty();
    }
  }

  private static boolean late(Bundle bundle, Instant now) {
    Lifetime life = bundle.lifetime();
    Duration whole = Duration.between(life.from(), life.until());
    return !now.isBefore(life.until().minus(whole.dividedBy(SIXTH)));
  }

  private static CertificateRow row(
      String app,
      String host,
      String tls,
      String source,
      Bundle bundle,
      String state,
      @Nullable String failure,
      @Nullable Instant next,
      Instant now) {
    Instant until = bundle.lifetime().until();
    return new CertificateRow(
        host,
        app,
        tls,
        source,
        bundle.issuer(),
        until,
        Duration.between(now, until).toDays(),
        state,
        failure,
        next);
  }
}
