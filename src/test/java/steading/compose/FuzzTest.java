package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jazzer makes up Compose files, led by what they reach in our code; no Engine, but time. */
@Tag("engine")
class FuzzTest {
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs");
  private static final int MOST_BYTES = 4096;

  @TempDir Path directory;

  @Test
  void noComposeFileMakesTheReaderThrow() throws Exception {
    fuzz(Duration.ofSeconds(20));
  }

  @Test
  @Tag("slow")
  void noComposeFileMakesTheReaderThrowInFiveMinutes() throws Exception {
    fuzz(Duration.ofMinutes(5));
  }

  private void fuzz(Duration time) throws IOException, InterruptedException {
    Path seeds = seeds();
    Path log = directory.resolve("log");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + ComposeFuzz.class.getName(),
                "--instrumentation_includes=steading.**",
                "-max_total_time=" + time.toSeconds(),
                "-max_len=" + MOST_BYTES,
                "-artifact_prefix=" + directory + "/",
                seeds.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = fuzzer.waitFor();
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    Matcher runs = RUNS.matcher(said);
    assertThat(code).as(said).isZero();
    assertThat(runs.find()).as(said).isTrue();
    System.err.printf("fuzz: %s runs in %d s, nothing thrown%n", runs.group(1), time.toSeconds());
  }

  /** It begins with the files that are compared with Compose, and changes them. */
  private Path seeds() throws IOException {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/steading/compose/oracle"))) {
      List<Path> small =
          files.filter(Files::isRegularFile).filter(file -> size(file) <= MOST_BYTES).toList();
      assertThat(small).hasSizeGreaterThan(100);
      for (Path file : small) {
        Files.copy(file, seeds.resolve(file.getFileName()));
      }
    }
    return seeds;
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}
