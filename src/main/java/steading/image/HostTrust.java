package steading.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The certificate authorities this machine trusts. Behind a proxy that inspects TLS they are more
 * than Debian's own, and a build that lacks them can fetch nothing.
 *
 * @param bundle all of them, as programs read them
 * @param extra those that Debian's own package does not bring
 */
record HostTrust(String bundle, List<String> extra) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));
  private static final Path PACKAGED = Path.of("/usr/share/ca-certificates");

  HostTrust {
    extra = List.copyOf(extra);
  }

  static HostTrust ofMachine() {
    String bundle =
        BUNDLES.stream().filter(Files::isReadable).findFirst().map(HostTrust::text).orElse("");
    return of(bundle, packaged());
  }

  static HostTrust of(String bundle, List<String> packaged) {
    Set<String> known = new LinkedHashSet<>();
    packaged.forEach(text -> certificates(text).forEach(c -> known.add(compact(c))));
    List<String> extra =
        certificates(bundle).stream().filter(c -> !known.contains(compact(c))).toList();
    return new HostTrust(bundle, extra);
  }

  private static List<String> certificates(String text) {
    return CERTIFICATE.matcher(text).results().map(MatchResult::group).toList();
  }

  private static String compact(String certificate) {
    return certificate.replaceAll("\\s", "");
  }

  private static List<String> packaged() {
    if (!Files.isDirectory(PACKAGED)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(PACKAGED)) {
      return files.filter(Files::isRegularFile).map(HostTrust::text).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
