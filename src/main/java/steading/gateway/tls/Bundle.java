package steading.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A certificate with those that vouch for it, and its key.
 *
 * @param chain the host's own certificate first
 */
public record Bundle(List<X509Certificate> chain, PrivateKey key) {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  public Bundle {
    chain = List.copyOf(chain);
  }

  static Bundle parse(String text) throws GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(text);
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in the file");
    }
    return new Bundle(chain, Pem.key(text));
  }

  /** Empty when the text is no whole pair of certificate and key. */
  public static Optional<Bundle> read(String text) {
    try {
      return Optional.of(parse(text)).filter(Bundle::belongTogether);
    } catch (GeneralSecurityException e) {
      // Whatever is wrong with it, it cannot be shown to anybody.
      return Optional.empty();
    }
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  public Lifetime lifetime() {
    return Lifetime.of(leaf());
  }

  String text() throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      text.append(Pem.of(certificate));
    }
    return text + Pem.of(key);
  }

  /** Whether the key signs what the certificate verifies. */
  boolean belongTogether() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] word = {1, 2, 3};
      signature.update(word);
      byte[] signed = signature.sign();
      signature.initVerify(leaf().getPublicKey());
      signature.update(word);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // Keys of two kinds end here.
      return false;
    }
  }

  /** The hosts that the certificate names, some perhaps with a star. */
  public List<String> hosts() {
    return hosts(leaf());
  }

  static List<String> hosts(X509Certificate leaf) {
    List<String> hosts = new ArrayList<>();
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == ADDRESS)) {
          hosts.add(IpAddress.canonical(String.valueOf(name.get(1))));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // What cannot be read is no host.
      return List.of();
    }
    return hosts;
  }

  public boolean covers(String host) {
    String plain = IpAddress.canonical(host);
    int dot = plain.indexOf('.');
    String wildcard = dot < 0 || IpAddress.is(plain) ? plain : "*" + plain.substring(dot);
    return hosts().stream().anyMatch(each -> each.equals(plain) || each.equals(wildcard));
  }

  public boolean usable(String host, Instant now) {
    return covers(host) && lifetime().holds(now);
  }

  /** Who vouches for it, in one line. */
  public String issuer() {
    String name = leaf().getIssuerX500Principal().getName();
    for (String part : name.split(",", -1)) {
      if (part.toUpperCase(Locale.ROOT).startsWith("CN=")) {
        return part.substring(3);
      }
    }
    return name;
  }

  public String serial() {
    return HexFormat.of().formatHex(leaf().getSerialNumber().toByteArray());
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "Bundle" + hosts() + " " + serial();
  }
}
