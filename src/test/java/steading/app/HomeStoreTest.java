package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeStoreTest {
  @TempDir private Path parent;
  private Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void choose() {
    directory = parent.resolve("home");
    environment.put("STEADING_HOME", directory.toString());
  }

  @Test
  void aNewHomeHasAnIdThatStays() {
    Home home = HomeStore.open(environment);

    assertThat(home.id()).matches("[a-z0-9]{6}");
    assertThat(HomeStore.open(environment)).isEqualTo(home);
    assertThat(home.httpPort()).isEqualTo(80);
    assertThat(home.httpsPort()).isEqualTo(443);
    assertThat(home.dockerHost()).isNull();
    assertThat(home.recipes().resolve("hello")).isDirectory();
  }

  @Test
  void nobodyElseMayLookInside() throws IOException {
    HomeStore.open(environment);

    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .endsWith("------");
      }
    }
  }

  @Test
  void manyWhoOpenANewHomeAtOnceAgreeOnItsId() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> open = () -> HomeStore.open(environment).id();
      Set<String> ids =
          threads.invokeAll(Stream.generate(() -> open).limit(16).toList()).stream()
              .map(Future::resultNow)
              .collect(Collectors.toSet());
      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    settings("http-port: 8080\nhttps-port: 8443\ndocker-host: unix:///a.sock\nrecipes: [own]\n");
    Files.createDirectories(directory.resolve("own"));

    Home home = HomeStore.open(environment);
    assertThat(home.httpPort()).isEqualTo(8080);
    assertThat(home.httpsPort()).isEqualTo(8443);
    assertThat(home.dockerHost()).isEqualTo("unix:///a.sock");
    assertThat(home.recipeDirectories()).containsExactly(directory.resolve("own"), home.recipes());

    environment.put("STEADING_HTTP_PORT", "9080");
    environment.put("STEADING_HTTPS_PORT", "9443");
    environment.put("DOCKER_HOST", "unix:///b.sock");
    home = HomeStore.open(environment);
    assertThat(List.of(home.httpPort(), home.httpsPort())).containsExactly(9080, 9443);
    assertThat(home.dockerHost()).isEqualTo("unix:///b.sock");
  }

  @Test
  void everyWrongSettingIsToldAtOnce() throws IOException {
    settings("http-port: 0\nhttps-port: x\ndocker-hosts: y\nrecipes: [missing]\n");
    environment.put("STEADING_HTTPS_PORT", "70000");

    assertThatThrownBy(() -> HomeStore.open(environment))
        .hasMessageContaining("steading.yaml:1:")
        .hasMessageContaining("steading.yaml:2:")
        .hasMessageContaining("steading.yaml:3:")
        .hasMessageContaining("steading.yaml:4:")
        .hasMessageContaining("did you mean \"docker-host\"?")
        .hasMessageContaining("STEADING_HTTPS_PORT is \"70000\"");
  }

  @Test
  void anEmptySettingsFileSaysNothing() throws IOException {
    settings("# nothing yet\n");
    assertThat(HomeStore.open(environment).httpPort()).isEqualTo(80);
  }

  @Test
  void onePortCannotServeBoth() {
    environment.put("STEADING_HTTP_PORT", "443");
    assertThatThrownBy(() -> HomeStore.open(environment)).hasMessageContaining("both");
  }

  @Test
  void aHomeThatCannotBeMadeSaysWhatToDo() throws IOException {
    Files.writeString(parent.resolve("file"), "");
    environment.put("STEADING_HOME", parent.resolve("file/home").toString());

    assertThatThrownBy(() -> HomeStore.open(environment)).hasMessageContaining("STEADING_HOME");
  }

  @Test
  void aPathTooLongForASocketIsToldBeforeItFails() {
    environment.put("STEADING_HOME", directory.resolve("x".repeat(100)).toString());

    assertThatThrownBy(() -> HomeStore.open(environment)).hasMessageContaining("shorter");
  }

  @Test
  void aDamagedIdIsNeverReplacedByANewOne() throws IOException {
    HomeStore.open(environment);
    for (String damaged : List.of("", "abc", "abc12\u001b", "ABCDEF")) {
      Files.writeString(directory.resolve("id"), damaged);
      assertThatThrownBy(() -> HomeStore.open(environment)).hasMessageContaining("six characters");
    }
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("steading.yaml"), text);
  }
}
