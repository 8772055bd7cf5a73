package steading.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Debian 13's Compose, whose answers are the measure. */
final class Oracle {
  private static final long SECONDS = 20;

  /** What the environment of both is, besides what a case adds. */
  static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/somebody");

  private final String program;

  private Oracle(String program) {
    this.program = program;
  }

  /** Fetches it with the machine's own apt, when it is not there yet. */
  static Oracle ready(Path source) {
    String said = run(source, Map.of(), List.of("bench/compose"), 300).out().strip();
    return new Oracle(source.resolve(said).toString());
  }

  Ran config(OracleCase asked) {
    List<String> words = new ArrayList<>();
    words.add(program);
    words.addAll(asked.globalWords());
    words.add("config");
    words.addAll(asked.ownWords());
    return run(asked.directory(), asked.environment(), words, SECONDS);
  }

  private static Ran run(
      Path directory, Map<String, String> environment, List<String> words, long seconds) {
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile("oracle", ".out");
      err = Files.createTempFile("oracle", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      if (!environment.isEmpty()) {
        builder.environment().clear();
        builder.environment().putAll(environment);
      }
      Process process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(words + " did not end within " + seconds + " s");
      }
      return new Ran(process.exitValue(), read(out), read(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      delete(out);
      delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
