package steading.gateway.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds and signs certificates: a root, and leaves of it. */
final class Issuer {
  /** Clocks of clients may be behind ours. */
  private static final Duration SKEW = Duration.ofHours(1);

  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  private static final SecureRandom RANDOM = new SecureRandom();

  private Issuer() {}

  static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  static X509Certificate root(String name, KeyPair key, Instant now)
      throws GeneralSecurityException {
    try {
      X509v3CertificateBuilder builder = builder(named(name), named(name), key, now, ROOT_LIFE);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return sign(builder, key.getPrivate());
    } catch (CertIOException e) {
      throw new GeneralSecurityException("the root certificate cannot be encoded", e);
    }
  }

  static X509Certificate leaf(
      List<String> hosts,
      KeyPair key,
      X509Certificate root,
      PrivateKey rootKey,
      Instant now,
      Duration life)
      throws GeneralSecurityException {
    try {
      X500Name issuer = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder builder = builder(issuer, named(commonName(hosts)), key, now, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, alternatives(hosts));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root));
      return sign(builder, rootKey);
    } catch (CertIOException e) {
      throw new GeneralSecurityException("the certificate cannot be encoded", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair key, Instant now, Duration life)
      throws GeneralSecurityException, CertIOException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, RANDOM).setBit(120),
            Date.from(now.minus(SKEW)),
            Date.from(now.plus(life)),
            subject,
            key.getPublic());
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
    return builder;
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("the certificate cannot be signed", e);
    }
  }

  private static GeneralNames alternatives(List<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(host ->
                IpAddress.is(host)
                    ? new GeneralName(GeneralName.iPAddress, IpAddress.bare(host))
                    : new GeneralName(GeneralName.dNSName, host))
            .toArray(GeneralName[]::new));
  }

  private static X500Name named(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  /** Clients look at the alternative names only; X.509 allows 64 letters here. */
  private static String commonName(List<String> hosts) {
    return hosts.stream().filter(host -> host.length() <= 64).findFirst().orElse("steading");
  }
}
