package steading.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Recipe;

/**
 * The secrets of every app, each app's in one file that only this installation's key opens. A file
 * is bound to its app's name, so that one app's secrets cannot be passed off as another's.
 */
public final class Secrets {
  /** No characters that a person would mistake for one another when copying by hand. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

  /** Capitals, small letters and digits. */
  private static final int KINDS = 3;

  /** No app has this name. */
  private static final String HOME = "the home";

  static final String FILE = "secrets.enc";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Home home;
  private final MasterKey key;
  private final Sealer sealer;

  public Secrets(Home home) {
    this.home = home;
    this.key = MasterKey.open(home);
    this.sealer = new Sealer(key);
  }

  /** Generates those of the wanted secrets that the app does not have yet. */
  public synchronized void ensure(String app, Collection<Recipe.Secret> wanted) {
    Map<String, String> known = read(app);
    int before = known.size();
    for (Recipe.Secret secret : wanted) {
      known.computeIfAbsent(secret.name(), name -> generate(secret.length()));
    }
    if (known.size() > before) {
      write(app, known);
    }
  }

  public Optional<String> get(String app, String name) {
    return Optional.ofNullable(read(app).get(name));
  }

  /** Every secret of the app by name. */
  public synchronized Map<String, String> all(String app) {
    return Map.copyOf(read(app));
  }

  /** A secret of the installation itself, such as the key to a DNS server. */
  public Optional<String> ofHome(String name) {
    return Optional.ofNullable(read(HOME).get(name));
  }

  public synchronized void setOfHome(String name, String value) {
    setAll(HOME, Map.of(name, value));
  }

  public synchronized void set(String app, String name, String value) {
    setAll(app, Map.of(name, value));
  }

  public synchronized void setAll(String app, Map<String, String> values) {
    Map<String, String> known = read(app);
    known.putAll(values);
    write(app, known);
  }

  /**
   * A hash that nobody without this installation's key can compute, so that a label made of it does
   * not give away a short secret.
   */
  public String hmac(String text) {
    return key.hmac(text);
  }

  @Override
  public String toString() {
    return "Secrets[" + home.directory() + "]";
  }

  /** Never without a capital, a small letter and a digit: many applications insist on them. */
  public static String generate(int length) {
    String text;
    do {
      text = random(length);
    } while (length >= KINDS && kinds(text) < KINDS);
    return text;
  }

  private static String random(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static long kinds(String text) {
    return text.chars().map(Character::getType).distinct().count();
  }

  private static String about(String app) {
    return "secrets of " + app;
  }

  private Path file(String app) {
    return directory(app).resolve(FILE);
  }

  private Path directory(String app) {
    return app.equals(HOME) ? home.directory() : home.appDirectory(app);
  }

  private synchronized Map<String, String> read(String app) {
    byte[] sealed;
    try {
      sealed = Files.readAllBytes(file(app));
    } catch (NoSuchFileException e) {
      return new TreeMap<>();
    } catch (IOException e) {
      throw unreadable(app, e.getClass().getSimpleName());
    }
    try {
      return new TreeMap<>(
          JSON.readValue(
              sealer.open(about(app), sealed), new TypeReference<Map<String, String>>() {}));
    } catch (GeneralSecurityException e) {
      throw unreadable(app, "The file is damaged, or was written by another installation");
    } catch (IOException e) {
      // The parser's own message would quote the content.
      throw unreadable(app, "It holds something other than secrets");
    }
  }

  private void write(String app, Map<String, String> values) {
    try {
      Durable.directories(directory(app));
      Durable.write(file(app), sealer.seal(about(app), JSON.writeValueAsBytes(values)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("secrets of " + app + " cannot be encrypted", e);
    } catch (IOException e) {
      throw Problem.failed(
              "secrets.unwritable",
              "the secrets of " + app + " cannot be saved",
              "make room on the disk and check who owns " + directory(app))
          .because(e.toString())
          .raise();
    }
  }

  private ProblemException unreadable(String app, String why) {
    return Problem.failed(
            "secrets.unreadable",
            "the secrets of " + app + " in " + file(app) + " cannot be decrypted",
            "put secrets.enc and the installation's key back from the same backup")
        .because(why)
        .raise();
  }
}
