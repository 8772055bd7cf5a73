package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

/**
 * Compose files of well-known applications, written after their documentation: each is read and
 * becomes an app with a plan, and whatever is asked of its owner is named here with the reason.
 */
@Tag("engine")
class PublicFilesTest {
  @TempDir Path directory;

  /**
   * Which of several ports is for people, and what of the host is written to, only a person knows.
   */
  private List<String> answers(String app) {
    Path there = directory.resolve(app);
    return switch (app) {
      case "keycloak" -> List.of("--service", "keycloak", "--port", "8080");
      case "mastodon" -> List.of("--service", "web", "--port", "3000");
      case "plausible" -> List.of("--service", "plausible", "--port", "8000");
      case "paperless" ->
          List.of(
              "--grant", "host-mount=" + there.resolve("export"),
              "--grant", "host-mount=" + there.resolve("consume"));
      default -> List.of();
    };
  }

  @Test
  void tenPublicComposeFilesBecomeAppsWithAPlan() throws IOException {
    copy(Path.of("src/test/resources/steading/compose/public"), directory);
    List<String> apps;
    try (Stream<Path> found = Files.list(directory)) {
      apps = found.map(path -> path.getFileName().toString()).sorted().toList();
    }
    List<String> refused = new ArrayList<>();
    try (TestEngine test = TestEngine.connect();
        Installation stead = Installation.fresh()) {
      Set<String> lent = lend(stead, test, apps);
      try {
        for (String app : apps) {
          String refusal = refusal(stead, app);
          if (!refusal.isEmpty()) {
            refused.add(app + ": " + refusal);
          }
        }
      } finally {
        lent.forEach(test.engine()::removeImage);
      }
    }
    System.err.printf(
        "public Compose files: %d of %d have a plan%n", apps.size() - refused.size(), apps.size());
    assertThat(apps).hasSize(10);
    assertThat(refused).isEmpty();
  }

  private String refusal(Installation stead, String app) {
    String file = composeFile(app).toString();
    Installation.Result config = stead.stead("config", "-f", file, "--quiet");
    if (config.code() != 0) {
      return config.err();
    }
    List<String> words = new ArrayList<>(List.of("import-compose", file, app));
    words.addAll(List.of("--host", app + ".localhost", "--no-apply", "--yes"));
    words.addAll(answers(app));
    Installation.Result imported = stead.stead(words.toArray(String[]::new));
    if (imported.code() != 0) {
      return imported.err();
    }
    Installation.Result plan = stead.stead("plan", app);
    return plan.code() == 3 && plan.out().contains("switch routes") ? "" : plan.out() + plan.err();
  }

  private Path composeFile(String app) {
    Path usual = directory.resolve(app).resolve("compose.yaml");
    return Files.exists(usual) ? usual : directory.resolve(app).resolve("docker-compose.yml");
  }

  /** No registry is here to ask: images that nobody has stand for what it would have. */
  private Set<String> lend(Installation stead, TestEngine test, List<String> apps) {
    Set<String> lent = new TreeSet<>();
    for (String app : apps) {
      stead
          .stead("config", "-f", composeFile(app).toString(), "--images")
          .out()
          .lines()
          .filter(image -> test.engine().image(image).isEmpty())
          .forEach(lent::add);
    }
    lent.forEach(image -> test.engine().tag(TestEngine.tinyImage(), image));
    return lent;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
