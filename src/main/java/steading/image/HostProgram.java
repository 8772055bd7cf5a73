package steading.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A program of this machine, started with an argument vector and never through a shell. */
final class HostProgram implements AutoCloseable {
  private static final int KEPT_LINES = 15;
  private static final List<Path> DIRECTORIES =
      List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/bin"));

  private final Process process;
  private final CompletableFuture<String> complaints;

  private HostProgram(Process process, CompletableFuture<String> complaints) {
    this.process = process;
    this.complaints = complaints;
  }

  static Optional<Path> find(String name) {
    return DIRECTORIES.stream().map(d -> d.resolve(name)).filter(Files::isExecutable).findFirst();
  }

  /**
   * Starts it and gives it {@code input}. Its complaints are read line by line while its output
   * stays for the caller.
   */
  static HostProgram start(List<String> command, String input, Consumer<String> complaint) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.start();
      CompletableFuture<String> kept = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> keepLast(process, complaint, kept));
      give(process, input);
      return new HostProgram(process, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end; its output, or nothing when it failed. */
  static Optional<String> outputOf(List<String> command) {
    try (HostProgram program = start(command, "", line -> {})) {
      String output = new String(program.output().readAllBytes(), StandardCharsets.UTF_8);
      return program.await() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream output() {
    return process.getInputStream();
  }

  /** Waits for the end; the exit code. */
  int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program ran", e);
    }
  }

  /** The last lines it wrote to its standard error. */
  String complaints() {
    return complaints.join();
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static void give(Process process, String input) throws IOException {
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    } catch (IOException e) {
      // A program that ended before it read everything says why by itself, if it matters.
      if (process.isAlive()) {
        throw e;
      }
    }
  }

  private static void keepLast(
      Process process, Consumer<String> complaint, CompletableFuture<String> kept) {
    Deque<String> last = new ArrayDeque<>();
    try {
      for (String line : (Iterable<String>) process.errorReader().lines()::iterator) {
        last.addLast(line);
        if (last.size() > KEPT_LINES) {
          last.removeFirst();
        }
        complaint.accept(line);
      }
    } catch (UncheckedIOException closed) {
      last.addLast(String.valueOf(closed.getMessage()));
    } finally {
      kept.complete(String.join("\n", last));
    }
  }
}
