package steading.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody trusts who was not told to, and a certificate from it. */
public final class Authority {
  private static final char[] PASSWORD = "only for tests".toCharArray();

  private final Path directory;

  private Authority(Path directory) {
    this.directory = directory;
  }

  /**
   * @param names as {@code DNS:a.test,IP:172.17.0.1}
   */
  public static Authority make(Path directory, String names) {
    Authority made = new Authority(directory);
    made.openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=tests");
    made.openssl("req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=server");
    made.write("leaf.ext", "subjectAltName=" + names + "\n");
    made.openssl(
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30"
            + " -extfile leaf.ext -out leaf.pem");
    made.openssl(
        "pkcs12 -export -in leaf.pem -inkey leaf.key -out leaf.p12 -passout file:password");
    return made;
  }

  public Path certificate() {
    return directory.resolve("ca.pem");
  }

  public SSLContext context() {
    try (var file = Files.newInputStream(directory.resolve("leaf.p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, PASSWORD);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void openssl(String arguments) {
    write("password", new String(PASSWORD));
    Programs.run(directory, Map.of(), ("openssl " + arguments).split(" ", -1));
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
