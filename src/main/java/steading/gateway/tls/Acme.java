package steading.gateway.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.app.AcmeSettings;
import steading.app.AcmeSettings.Challenge;
import steading.app.Durable;

/**
 * The authority of the settings, as far as the gateway is concerned: which hosts it is asked for,
 * what it gave, and what is answered to its questions.
 */
public final class Acme {
  /** Secrets of the home, by these names. */
  public static final String EAB_SECRET = "acme-eab";

  public static final String DNS_SECRET = "acme-dns";

  private static final Duration PREFLIGHT = Duration.ofSeconds(10);
  private static final Duration HOOK = Duration.ofMinutes(5);

  /** Names that mean something else on every machine, or that nobody can own. */
  private static final Set<String> NOBODYS =
      Set.of("local", "internal", "lan", "home", "test", "example", "invalid", "onion", "arpa");

  private final AcmeSettings settings;
  private final Path accounts;
  private final CertificateStore store;
  private final Function<String, Optional<String>> secrets;
  private final Clock clock;
  private @Nullable Keeper keeper;

  /**
   * @param directory where accounts and what is known of certificates are kept
   * @param bundles the directory that HAProxy reads
   * @param secrets of the home
   */
  public Acme(
      AcmeSettings settings,
      Path directory,
      Path bundles,
      Durable.Finish own,
      Function<String, Optional<String>> secrets,
      Clock clock) {
    this.settings = settings;
    this.accounts = directory;
    this.store = new CertificateStore(bundles, directory.resolve("names"), own);
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Whether an authority can be asked for this host at all; if not, the internal one serves it. */
  public boolean asks(String host) {
    if (IpAddress.is(host) || host.indexOf('.') < 0 || host.endsWith(".localhost")) {
      return false;
    }
    return !settings.everywhere() || !NOBODYS.contains(host.substring(host.lastIndexOf('.') + 1));
  }

  /** Whether every browser trusts what the authority gives. */
  public boolean trusted() {
    return settings.trusted();
  }

  /** The certificates that serve these hosts. */
  public Set<String> names(Collection<String> hosts) {
    return hosts.stream()
        .filter(this::asks)
        .map(settings::certificateName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public String name(String host) {
    return settings.certificateName(host);
  }

  /** Without its ending. */
  public String file(String host) {
    String file = CertificateStore.file(name(host));
    return file.substring(0, file.lastIndexOf('.'));
  }

  public Optional<Bundle> usable(String host, Instant now) {
    return store.bundle(name(host)).filter(bundle -> bundle.usable(host, now));
  }

  public CertificateStore store() {
    return store;
  }

  /** What the gateway's answers to http-01 end with; empty where they are given in DNS. */
  public String thumbprint() {
    return settings.challenge() == Challenge.HTTP
        ? AcmeAccount.thumbprint(accounts, settings.directory())
        : "";
  }

  /** Asks the authority; made when it is first needed. */
  public synchronized Keeper keeper() {
    if (keeper == null) {
      keeper = keeper(Pace.USUAL, Acme::ownAddresses);
    }
    return keeper;
  }

  Keeper keeper(Pace pace, Supplier<Collection<InetAddress>> addresses) {
    URI directory = settings.directory();
    AcmeAccount account =
        AcmeAccount.open(
            accounts,
            directory,
            settings.email(),
            settings.keyId(),
            () -> secrets.apply(EAB_SECRET));
    Rfc2136 update =
        settings.dns() == null
            ? null
            : new Rfc2136(settings.dns(), () -> secrets.apply(DNS_SECRET));
    Prover prover = prover(update);
    Preflight preflight = preflight(update, addresses);
    return new Keeper(
        store,
        new AcmeAuthority(directory, settings.root(), account, prover, pace),
        preflight,
        clock);
  }

  private Prover prover(@Nullable Rfc2136 update) {
    if (settings.challenge() == Challenge.HTTP) {
      return Prover.http();
    }
    return Prover.dns(update == null ? new DnsHook(settings.hook(), HOOK) : update);
  }

  private Preflight preflight(
      @Nullable Rfc2136 update, Supplier<Collection<InetAddress>> addresses) {
    if (settings.challenge() == Challenge.DNS) {
      return update == null ? _ -> Optional.empty() : update;
    }
    return new HttpPreflight(
        settings.resolver() == null
            ? HttpPreflight.Addresses.system()
            : DnsAddresses.from(settings.resolver()),
        addresses,
        settings.validationPort(),
        thumbprint(),
        PREFLIGHT);
  }

  private static Collection<InetAddress> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      // Without them none is known to be ours, which only makes the look more lenient.
      return List.of();
    }
  }
}
