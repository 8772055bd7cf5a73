package steading.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate authority is asked for certificates, and how it is shown that a host is ours.
 *
 * @param email to which the authority may write
 * @param root a file with further roots to trust when the authority itself is called
 * @param keyId of the account that the authority has for us already (external account binding)
 * @param wildcards names such as {@code *.example.org}, whose certificate the hosts under them
 *     share
 * @param resolver the DNS server to ask whether a host leads here; null: the machine's own
 * @param validationPort where the authority looks for the answer of a host; 80 with public ones
 */
public record AcmeSettings(
    URI directory,
    @Nullable String email,
    Challenge challenge,
    @Nullable Path root,
    @Nullable String keyId,
    SortedSet<String> wildcards,
    @Nullable String resolver,
    int validationPort,
    @Nullable DnsUpdate dns,
    List<String> hook) {

  /** For trying out: browsers do not trust it. */
  private static final String STAGING = "letsencrypt-staging";

  /** The authorities that need no address. */
  public static final Map<String, URI> NAMED =
      Map.of(
          "letsencrypt",
          URI.create("https://acme-v02.api.letsencrypt.org/directory"),
          STAGING,
          URI.create("https://acme-staging-v02.api.letsencrypt.org/directory"),
          "zerossl",
          URI.create("https://acme.zerossl.com/v2/DV90"),
          "google",
          URI.create("https://dv.acme-v02.api.pki.goog/directory"));

  public static final String USUAL = "letsencrypt";
  static final int HTTP = 80;

  public static final AcmeSettings DEFAULT = of(named(USUAL));

  public AcmeSettings {
    wildcards = Collections.unmodifiableSortedSet(new TreeSet<>(wildcards));
    hook = List.copyOf(hook);
  }

  /** An authority with nothing set but its address. */
  public static AcmeSettings of(URI directory) {
    return new AcmeSettings(
        directory, null, Challenge.HTTP, null, null, new TreeSet<>(), null, HTTP, null, List.of());
  }

  private static URI named(String name) {
    URI directory = NAMED.get(name);
    if (directory == null) {
      throw new IllegalArgumentException(name);
    }
    return directory;
  }

  /** How it is shown that a host is ours: it answers, or its zone does. */
  public enum Challenge {
    HTTP("http-01"),
    DNS("dns-01");

    private final String word;

    Challenge(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * A DNS server that takes updates (RFC 2136), signed with a key (TSIG) whose secret is kept
   * encrypted.
   *
   * @param zone null: found by asking
   */
  public record DnsUpdate(
      String server, int port, @Nullable String zone, @Nullable String key, String algorithm) {}

  /** Whether the whole world trusts this authority, which therefore serves only public names. */
  public boolean everywhere() {
    return NAMED.containsValue(directory);
  }

  /** Whether every browser trusts its certificates: those that are only for trying out are not. */
  public boolean trusted() {
    return everywhere() && !directory.equals(NAMED.get(STAGING));
  }

  /** The name of the certificate that serves a host. */
  public String certificateName(String host) {
    int dot = host.indexOf('.');
    String wildcard = dot < 0 ? host : "*" + host.substring(dot);
    return wildcards.contains(wildcard) ? wildcard : host;
  }

  public AcmeSettings withKeyId(@Nullable String changed) {
    return new AcmeSettings(
        directory, email, challenge, root, changed, wildcards, resolver, validationPort, dns, hook);
  }

  public AcmeSettings withValidationPort(int changed) {
    return new AcmeSettings(
        directory, email, challenge, root, keyId, wildcards, resolver, changed, dns, hook);
  }
}
