package steading.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;
import steading.problem.Problems;

/** Whether a certificate that somebody hands over can be shown, judged against all at once. */
final class OwnCheck {
  private static final int LEAST_RSA_BITS = 2048;

  private final Instant now;

  OwnCheck(Instant now) {
    this.now = now;
  }

  Bundle checked(String certificates, String key, Collection<String> hosts) {
    Problems problems = new Problems();
    List<X509Certificate> given = certificates(certificates, problems);
    PrivateKey own = key(key, problems);
    problems.raiseIfAny();
    if (own == null) {
      throw new IllegalStateException("a key that is missing is a problem");
    }
    Optional<X509Certificate> leaf =
        given.stream().filter(each -> new Bundle(List.of(each), own).belongTogether()).findFirst();
    if (leaf.isEmpty()) {
      throw Problem.usage(
              "certs.not-its-key",
              "the key is not the key of this certificate",
              "hand over the two files that belong together")
          .raise();
    }
    Bundle bundle = new Bundle(chain(leaf.get(), given), own);
    judge(bundle, hosts, problems);
    problems.raiseIfAny();
    return bundle;
  }

  private static List<X509Certificate> certificates(String text, Problems problems) {
    try {
      List<X509Certificate> found = Pem.certificates(text);
      if (found.isEmpty()) {
        problems.add(
            Problem.usage(
                "certs.no-certificate",
                "there is no certificate in the file of certificates",
                "hand over PEM: it begins with -----BEGIN CERTIFICATE-----"));
      }
      return found;
    } catch (GeneralSecurityException e) {
      problems.add(
          Problem.usage(
                  "certs.bad-certificate",
                  "a certificate in the file cannot be read",
                  "copy the file again from where the certificate came from")
              .because(e.getMessage()));
      return List.of();
    }
  }

  private static @Nullable PrivateKey key(String text, Problems problems) {
    try {
      return Pem.key(text);
    } catch (GeneralSecurityException e) {
      boolean locked = String.valueOf(e.getMessage()).contains("locked");
      problems.add(
          Problem.usage(
                  "certs.bad-key",
                  "the private key cannot be used",
                  locked
                      ? "take the password off: openssl pkey -in KEY -out PLAIN"
                      : "hand over PEM: it begins with -----BEGIN PRIVATE KEY-----")
              .because(e.getMessage()));
      return null;
    }
  }

  /** From the host's own upwards, as far as the file goes; roots are left out. */
  private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> given) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    Optional<X509Certificate> next = Optional.of(leaf);
    while (next.isPresent() && !selfMade(next.get())) {
      X509Certificate below = next.get();
      next =
          given.stream().filter(each -> !chain.contains(each) && signed(each, below)).findFirst();
      next.filter(each -> !selfMade(each)).ifPresent(chain::add);
    }
    return chain;
  }

  private static boolean selfMade(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean signed(X509Certificate above, X509Certificate below) {
    try {
      below.verify(above.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      // Somebody else signed it.
      return false;
    }
  }

  private void judge(Bundle bundle, Collection<String> hosts, Problems problems) {
    if (hosts.stream().noneMatch(bundle::covers)) {
      problems.add(
          Problem.usage(
              "certs.other-host",
              "the certificate is for %s, not for %s"
                  .formatted(
                      bundle.hosts().isEmpty() ? "no host" : String.join(", ", bundle.hosts()),
                      String.join(" or ", hosts)),
              "hand over one that names the host among its alternative names"));
    }
    for (X509Certificate each : bundle.chain()) {
      clock(each, problems);
      strength(each, problems);
    }
  }

  private void clock(X509Certificate certificate, Problems problems) {
    String name = certificate.getSubjectX500Principal().getName();
    Lifetime life = Lifetime.of(certificate);
    if (!now.isBefore(life.until())) {
      problems.add(
          Problem.usage(
              "certs.over", name + " was valid until " + life.until(), "hand over a newer one"));
    } else if (now.isBefore(life.from())) {
      problems.add(
          Problem.usage(
              "certs.early",
              name + " is valid only from " + life.from() + "; it is " + now,
              "wait until then, or set this machine's clock"));
    }
  }

  private static void strength(X509Certificate certificate, Problems problems) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean weak = algorithm.startsWith("SHA1") || algorithm.startsWith("MD");
    boolean shortKey =
        certificate.getPublicKey() instanceof RSAKey rsa
            && rsa.getModulus().bitLength() < LEAST_RSA_BITS;
    if ((weak && !selfMade(certificate)) || shortKey) {
      problems.add(
          Problem.usage(
              "certs.weak",
              certificate.getSubjectX500Principal().getName()
                  + (shortKey ? " has too short a key" : " is signed with " + algorithm)
                  + ", which browsers refuse",
              "get one with a key of 2048 bits or more, signed with SHA-256"));
    }
  }
}
