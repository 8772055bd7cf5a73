package steading.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * The one random key of an installation, in the file {@code key}. Every purpose gets a key of its
 * own, derived from it.
 */
final class MasterKey {
  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final SecretKey encryption;
  private final SecretKey hashing;

  private MasterKey(byte[] key) throws GeneralSecurityException {
    this.encryption = derive(key, "secrets", "AES");
    this.hashing = derive(key, "configuration hashes", "HmacSHA256");
  }

  /** Reads the key, making it first when the installation is new. */
  static MasterKey open(Home home) {
    Path file = home.directory().resolve("key");
    try {
      if (!Files.exists(file)) {
        refuseIfNeeded(home, file);
        Durable.directories(home.directory());
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Durable.create(file, random);
      }
      checkPermissions(file);
      byte[] key = Files.readAllBytes(file);
      if (key.length != BYTES) {
        throw Problem.failed(
                "key.damaged",
                file + " is not a key: it has " + key.length + " bytes instead of " + BYTES,
                "put the key back from a copy; without it the secrets of the apps cannot be read")
            .raise();
      }
      return new MasterKey(key);
    } catch (IOException e) {
      throw Problem.failed(
              "key.unreadable",
              "the key " + file + " cannot be read or made",
              "run as the user who owns " + file.getParent())
          .because(e.toString())
          .raise();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES and HKDF", e);
    }
  }

  /** A new key in place of a lost one would make the loss final. */
  private static void refuseIfNeeded(Home home, Path file) throws IOException {
    if (Files.exists(home.repositories()) || Files.exists(home.directory().resolve(Secrets.FILE))) {
      throw missing(file);
    }
    for (Path parent : List.of(home.apps(), home.trash())) {
      if (!Files.isDirectory(parent)) {
        continue;
      }
      try (Stream<Path> apps = Files.list(parent)) {
        if (apps.anyMatch(app -> Files.exists(app.resolve(Secrets.FILE)))) {
          throw missing(file);
        }
      }
    }
  }

  private static ProblemException missing(Path file) {
    return Problem.failed(
            "key.missing",
            "the key " + file + " is missing, though secrets were encrypted with it",
            "put the key back from a copy; without it the secrets of the apps are lost")
        .raise();
  }

  SecretKey encryption() {
    return encryption;
  }

  String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(hashing);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  private static SecretKey derive(byte[] key, String purpose, String algorithm)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            algorithm,
            HKDFParameterSpec.ofExtract()
                .addIKM(key)
                .thenExpand(("steading " + purpose).getBytes(StandardCharsets.UTF_8), BYTES));
  }

  private static void checkPermissions(Path file) throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw Problem.failed(
              "key.open",
              "the key " + file + " can be read by others",
              "run chmod 600 " + file + " and, if others use this machine, change the passwords")
          .raise();
    }
  }
}
