package steading.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Home;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * The installation's own certificate authority, for hosts that no public one can vouch for. Its
 * root is made once and never replaced by itself, since people have told their browsers to trust
 * it.
 */
public final class InternalCa {
  private static final Duration LEAF_LIFE = Duration.ofDays(90);
  private static final String ROOT_CERTIFICATE = "root.crt";
  private static final String ROOT_KEY = "root.key";
  private static final String DIRECTORY = "ca";

  private final X509Certificate root;
  private final PrivateKey rootKey;
  private final Clock clock;
  private final Map<List<String>, Judged> judged = new ConcurrentHashMap<>();

  /** A certificate with its key that was found to be ours, whole, and for its hosts. */
  private record Judged(String bundle, Instant from, Instant renewal) {
    /** Names no key. */
    @Override
    public String toString() {
      return "Judged[" + from + ", " + renewal + "]";
    }

    boolean serves(String other, Instant now) {
      return bundle.equals(other) && !now.isBefore(from) && now.isBefore(renewal);
    }
  }

  private InternalCa(X509Certificate root, PrivateKey rootKey, Clock clock) {
    this.root = root;
    this.rootKey = rootKey;
    this.clock = clock;
  }

  /** Where an installation keeps its own authority. */
  public static Path directory(Home home) {
    return home.gateway().resolve(DIRECTORY);
  }

  /** What people install to trust the installation, once its gateway was opened. */
  public static Path rootCertificate(Home home) {
    return directory(home).resolve(ROOT_CERTIFICATE);
  }

  /** Whoever can read this file can pass for any host, with those who trust the installation. */
  public static Path rootKey(Home home) {
    return directory(home).resolve(ROOT_KEY);
  }

  /**
   * An authority as text, for another machine.
   *
   * @param key as PEM
   */
  public record Root(String certificate, String key) {
    /** Nothing of the key. */
    @Override
    public String toString() {
      return "Root[]";
    }
  }

  /** What an installation that is lost needs of its authority; null if it has none yet. */
  public static @Nullable Root root(Home home) {
    Path directory = directory(home);
    try {
      return Files.exists(directory)
          ? new Root(
              Files.readString(directory.resolve(ROOT_CERTIFICATE)),
              Files.readString(directory.resolve(ROOT_KEY)))
          : null;
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /**
   * Puts an authority in the place of one that nobody trusts yet.
   *
   * @param home whose daemon does not run
   */
  public static void replace(Home home, Root root) {
    Path directory = directory(home);
    try {
      X509Certificate certificate = Pem.certificate(root.certificate());
      PrivateKey key = Pem.ecKey(root.key());
      Issuer.leaf(
              List.of("check.invalid"), Issuer.newKey(), certificate, key, Instant.now(), LEAF_LIFE)
          .verify(certificate.getPublicKey());
      Durable.directories(home.gateway());
      Durable.deleteTree(directory);
      keep(directory, certificate, key);
    } catch (GeneralSecurityException e) {
      throw Problem.usage(
              "kit.authority",
              "the certificate and the key of the authority in the kit do not fit, or are mistyped",
              "correct them, or leave \"authority\" out: a new one is made then")
          .because(e.toString())
          .raise();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /** Opens the authority in {@code directory}, making it if there is none. */
  public static InternalCa open(Path directory, String homeId, Clock clock) {
    try {
      if (!Files.exists(directory)) {
        create(directory, homeId, clock);
      }
      return new InternalCa(
          Pem.certificate(Files.readString(directory.resolve(ROOT_CERTIFICATE))),
          Pem.ecKey(Files.readString(directory.resolve(ROOT_KEY))),
          clock);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(directory, e);
    }
  }

  private static void create(Path directory, String homeId, Clock clock)
      throws IOException, GeneralSecurityException {
    KeyPair key = Issuer.newKey();
    keep(
        directory,
        Issuer.root("Steading internal CA " + homeId, key, clock.instant()),
        key.getPrivate());
  }

  private static void keep(Path directory, X509Certificate root, PrivateKey key)
      throws IOException, GeneralSecurityException {
    Durable.directory(
        directory,
        "rwx------",
        Map.of(
            ROOT_KEY, new Durable.Content(Pem.of(key), "rw-------"),
            ROOT_CERTIFICATE, new Durable.Content(Pem.of(root), "rw-r--r--")));
  }

  /** What people install to trust this installation. */
  public String rootPem() {
    try {
      return Pem.of(root);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the root certificate cannot be encoded", e);
    }
  }

  public X509Certificate root() {
    return root;
  }

  /**
   * A certificate for these hosts followed by its key: {@code present} as long as that still serves
   * them, otherwise a new one.
   */
  public String bundle(Optional<String> present, Collection<String> hosts) {
    List<String> wanted = canonical(hosts);
    if (present.isPresent() && serves(present.get(), wanted)) {
      return present.get();
    }
    try {
      KeyPair key = Issuer.newKey();
      X509Certificate leaf = Issuer.leaf(wanted, key, root, rootKey, clock.instant(), LEAF_LIFE);
      return Pem.of(leaf) + Pem.of(key.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new ProblemException(
          Problem.failed(
                  "gateway.certificate",
                  "No certificate can be made for " + String.join(", ", wanted),
                  "check that the hosts are names or addresses as browsers use them")
              .because(e.toString()));
    }
  }

  /** Ours, whole, for exactly these hosts, and with a third of its life left. */
  private boolean serves(String bundle, List<String> hosts) {
    Judged before = judged.get(hosts);
    if (before != null && before.serves(bundle, clock.instant())) {
      return true;
    }
    judged.remove(hosts);
    try {
      X509Certificate leaf = Pem.certificate(bundle);
      leaf.verify(root.getPublicKey());
      Pem.ecKey(bundle);
      Instant renewal = leaf.getNotAfter().toInstant().minus(LEAF_LIFE.dividedBy(3));
      Judged now = new Judged(bundle, leaf.getNotBefore().toInstant(), renewal);
      if (!now.serves(bundle, clock.instant()) || !hostsOf(leaf).equals(hosts)) {
        return false;
      }
      judged.put(hosts, now);
      return true;
    } catch (GeneralSecurityException e) {
      // Whatever is wrong with it, a new one replaces it.
      return false;
    }
  }

  private static List<String> hostsOf(X509Certificate leaf) throws GeneralSecurityException {
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : canonical(names.stream().map(name -> String.valueOf(name.get(1))).toList());
  }

  private static List<String> canonical(Collection<String> hosts) {
    return List.copyOf(
        hosts.stream().map(IpAddress::canonical).collect(Collectors.toCollection(TreeSet::new)));
  }

  private static ProblemException unreadable(Path directory, Exception cause) {
    return new ProblemException(
        Problem.failed(
                "gateway.ca-unreadable",
                "The internal certificate authority in " + directory + " cannot be used",
                "restore the directory from a backup, or move it away: a new authority is then"
                    + " made, which browsers must be told to trust again")
            .because(cause.toString()));
  }
}
