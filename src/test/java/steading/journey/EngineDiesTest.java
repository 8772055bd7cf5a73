package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.Engine;
import steading.engine.TestEngine;

/** The Engine dies in the middle of operations. */
@Tag("engine")
@Tag("slow")
class EngineDiesTest {
  private static final int SAMPLE = 6;
  private static final Duration AWAY = Duration.ofSeconds(3);
  private static final Duration CONVERGES = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static PrivateEngine engine;
  private static Installation stead;
  private static String recipe;

  @BeforeAll
  static void begin() {
    recipe = MoodyRecipe.in(directory).toString();
    engine = PrivateEngine.start();
    List<String> images = new java.util.ArrayList<>(HelloImages.names());
    images.add(TestEngine.tinyImage());
    engine.load(images);
    stead = Installation.on(engine);
    install("moody").ok();
  }

  @AfterAll
  static void end() throws Exception {
    try (AutoCloseable _ = engine;
        AutoCloseable _ = stead) {
      // Closes the installation first, and neither where it was never begun.
    }
  }

  @BeforeEach
  void nothing_is_left_to_do() {
    assertThat(stead.stead("plan", "moody").code()).isZero();
  }

  private static Installation.Result install(String name) {
    return stead.stead("install", recipe, name, "--host", name + ".localhost", "--yes");
  }

  @Test
  void Promise_an_operation_outlives_the_Engine_at_a_sample_of_moments() throws Exception {
    long seed = Long.getLong("steading.sweep.seed", System.nanoTime());
    System.err.println("engine dies: seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < SAMPLE; i++) {
      boolean first = i % 2 == 0;
      String app = first ? "app" + i : "moody";
      Process process =
          first
              ? stead.begin(Map.of(), "install", recipe, app, "--host", app + ".localhost", "--yes")
              : stead.begin(Map.of(), "set", app, "mood=round " + i, "--yes");
      endsWell(process, app, 1 + random.nextInt(6));
    }
  }

  private static void endsWell(Process process, String app, int line) throws Exception {
    long from = System.nanoTime();
    String said = killAtLine(process, line);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    System.err.printf(
        "engine dies: %s at line %d: exit code %d after %d s%n",
        app, line, process.exitValue(), Duration.ofNanos(System.nanoTime() - from).toSeconds());
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).doesNotContain("at steading.").doesNotContain("went wrong inside");
    Installation.Result plan = stead.stead("plan", app);
    assertThat(plan.code()).as(plan.out()).isZero();
    assertThat(containers(app)).as("duplicates").hasSize(1);
    Installation.await(app + " serves", CONVERGES, () -> serves(app));
    assertThat(stead.engine.networks(stead.label()).stream().map(Engine.NetworkSeen::name))
        .doesNotHaveDuplicates();
  }

  /** Kills the Engine when so many steps have been told of, and starts it again a while later. */
  private static String killAtLine(Process process, int line) throws IOException {
    StringBuilder said = new StringBuilder();
    CompletableFuture<Void> back = new CompletableFuture<>();
    int steps = 0;
    try (BufferedReader lines = process.errorReader()) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        said.append(text).append('\n');
        if (text.startsWith("[") && ++steps == line) {
          engine.kill();
          CompletableFuture.runAsync(
                  engine::startAgain,
                  CompletableFuture.delayedExecutor(AWAY.toMillis(), TimeUnit.MILLISECONDS))
              .whenComplete((_, failure) -> complete(back, failure));
        }
      }
    }
    if (steps >= line) {
      back.join();
    }
    return said.toString();
  }

  private static void complete(
      CompletableFuture<Void> future, @org.jspecify.annotations.Nullable Throwable failure) {
    if (failure == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(failure);
    }
  }

  private static List<String> containers(String app) {
    return stead.containers().stream().filter(name -> name.contains("-" + app + "-")).toList();
  }

  private static boolean serves(String app) {
    try {
      return stead.web(app + ".localhost").get("/").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void an_Engine_that_stays_away_is_a_problem_and_the_operation_goes_on_when_it_is_back()
      throws Exception {
    Process process = stead.begin(Map.of(), "set", "moody", "mood=patient", "--yes");
    CountDownLatch dead = new CountDownLatch(1);
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.errorReader()) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        said.append(text).append('\n');
        if (text.startsWith("[") && dead.getCount() > 0) {
          engine.kill();
          dead.countDown();
        }
      }
    }
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(said)
        .contains("The Docker Engine does not answer; waiting for it.")
        .contains("did not come back")
        .doesNotContain("at steading.");
    engine.startAgain();
    Installation.await(
        "the operation goes on by itself",
        CONVERGES,
        () -> stead.stead("plan", "moody").code() == 0 && body().contains("patient"));
    assertThat(containers("moody")).hasSize(1);
  }

  private static String body() {
    try {
      return stead.web("moody.localhost").get("/").body();
    } catch (IOException e) {
      return "";
    }
  }
}
