package steading.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import steading.gateway.tls.Authority.Refusal;

/**
 * The list of certificates that an authority no longer stands for, where a certificate names it.
 */
final class RevocationList {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int OK = 200;

  private RevocationList() {}

  /** Why the certificate is on the list; empty when it is not, or when there is no list. */
  static Optional<String> lookUp(Bundle bundle) throws Refusal {
    if (bundle.chain().size() < 2) {
      return Optional.empty();
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (URI place : places(bundle.leaf())) {
        X509CRL list = fetch(client, place);
        list.verify(bundle.chain().get(1).getPublicKey());
        X509CRLEntry entry = list.getRevokedCertificate(bundle.leaf());
        if (entry != null) {
          return Optional.of(
              "its authority revoked it on " + entry.getRevocationDate().toInstant());
        }
      }
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      throw new Refusal("the authority's list of revoked certificates cannot be read: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("the daemon ends");
    }
  }

  private static X509CRL fetch(HttpClient client, URI place)
      throws IOException, InterruptedException, GeneralSecurityException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(place).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != OK) {
      throw new IOException(place + " answers " + answer.statusCode());
    }
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(answer.body()));
  }

  static List<URI> places(X509Certificate leaf) throws GeneralSecurityException {
    List<URI> places = new ArrayList<>();
    CRLDistPoint points =
        CRLDistPoint.fromExtensions(new JcaX509CertificateHolder(leaf).getExtensions());
    if (points == null) {
      return places;
    }
    for (DistributionPoint point : points.getDistributionPoints()) {
      if (point.getDistributionPoint() != null
          && point.getDistributionPoint().getName() instanceof GeneralNames names) {
        for (GeneralName name : names.getNames()) {
          String text = name.getName().toString();
          if (name.getTagNo() == GeneralName.uniformResourceIdentifier
              && text.startsWith("http://")) {
            places.add(URI.create(text));
          }
        }
      }
    }
    return places;
  }
}
