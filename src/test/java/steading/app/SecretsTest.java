package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;
import steading.recipe.Recipe;

class SecretsTest {
  private static final List<Recipe.Secret> WANTED =
      List.of(new Recipe.Secret("db", 32, "DB", ""), new Recipe.Secret("admin", 20, "ADMIN", ""));

  @TempDir private Path directory;
  private Home home;
  private Path file;

  @BeforeEach
  void open() {
    home = new Home(directory, "abc123", 80, 443, null, directory.resolve("recipes"));
    file = home.appDirectory("shop").resolve("secrets.enc");
  }

  @Test
  void missingSecretsAreGeneratedOnceAndKept() {
    new Secrets(home).ensure("shop", WANTED);
    String first = new Secrets(home).get("shop", "db").orElseThrow();
    new Secrets(home).ensure("shop", WANTED);

    assertThat(first).hasSize(32).matches("[a-zA-Z0-9]+").doesNotContain("0", "O", "l", "1", "I");
    assertThat(new Secrets(home).get("shop", "db")).contains(first);
    assertThat(new Secrets(home).all("shop")).containsOnlyKeys("db", "admin");
  }

  @Test
  void everySecretHasTheKindsOfCharactersThatApplicationsInsistOn() {
    for (int i = 0; i < 500; i++) {
      assertThat(Secrets.generate(12))
          .hasSize(12)
          .matches(".*[a-z].*")
          .matches(".*[A-Z].*")
          .matches(".*[0-9].*");
    }
  }

  @Test
  void aGivenSecretStaysWhenOthersAreGenerated() {
    Secrets secrets = new Secrets(home);
    secrets.set("shop", "db", "chosen");
    secrets.ensure("shop", WANTED);

    assertThat(secrets.get("shop", "db")).contains("chosen");
    assertThat(secrets.get("shop", "admin")).isPresent();
    assertThat(secrets.get("shop", "other")).isEmpty();
    assertThat(secrets.get("else", "db")).isEmpty();
  }

  @Test
  void nothingOnDiskIsReadableByOthersOrInClear() throws IOException {
    new Secrets(home).set("shop", "db", "canary-canary");

    for (Path path : List.of(file, directory.resolve("key"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
          .doesNotContain("canary", "db");
    }
    try (var left = Files.list(home.appDirectory("shop"))) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aFileCutOrFlippedAtAnyByteIsRefusedWithAHintAndWithoutItsContent() throws IOException {
    new Secrets(home).set("shop", "db", "canary");
    byte[] good = Files.readAllBytes(file);
    Secrets secrets = new Secrets(home);
    for (int i = 0; i < good.length; i++) {
      Files.write(file, Arrays.copyOf(good, i));
      refused(secrets);
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      Files.write(file, flipped);
      refused(secrets);
    }
    Files.write(file, good);
    assertThat(secrets.get("shop", "db")).contains("canary");
  }

  private static void refused(Secrets secrets) {
    assertThatThrownBy(() -> secrets.get("shop", "db"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be decrypted")
        .hasMessageContaining("Fix:")
        .hasMessageNotContaining("canary");
  }

  @Test
  void oneAppsFileIsOfNoUseToAnother() throws IOException {
    Secrets secrets = new Secrets(home);
    secrets.set("shop", "db", "x");
    Files.createDirectories(home.appDirectory("wiki"));
    Files.copy(file, home.appDirectory("wiki").resolve("secrets.enc"));

    assertThatThrownBy(() -> secrets.get("wiki", "db")).isInstanceOf(ProblemException.class);
  }

  @Test
  void aKeyOfTheWrongSizeOrOpenToOthersIsRefused() throws IOException {
    new Secrets(home).set("shop", "db", "x");
    Path key = directory.resolve("key");
    byte[] good = Files.readAllBytes(key);
    for (int length = 0; length < 32; length++) {
      Files.write(key, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> new Secrets(home)).hasMessageContaining("instead of 32");
    }
    Files.write(key, good);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> new Secrets(home)).hasMessageContaining("chmod 600");
  }

  @Test
  void aLostKeyIsNotReplacedWhileSecretsNeedIt() throws IOException {
    new Secrets(home).set("shop", "db", "x");
    Files.delete(directory.resolve("key"));

    assertThatThrownBy(() -> new Secrets(home))
        .hasMessageContaining("is missing")
        .hasMessageContaining("from a copy");
    assertThat(directory.resolve("key")).doesNotExist();
  }

  @Test
  void hashesDependOnTheInstallation() {
    Secrets secrets = new Secrets(home);
    Home other = new Home(directory.resolve("b"), "abc124", 80, 443, null, directory);

    assertThat(secrets.hmac("x")).hasSize(64).isEqualTo(new Secrets(home).hmac("x"));
    assertThat(secrets.hmac("x")).isNotEqualTo(secrets.hmac("y"));
    assertThat(secrets.hmac("x")).isNotEqualTo(new Secrets(other).hmac("x"));
  }

  @Test
  void theWordsForItGiveNothingAway() {
    Secrets secrets = new Secrets(home);
    secrets.set("shop", "db", "canary");

    assertThat(secrets.toString()).doesNotContain("canary");
  }
}
