package steading.capsule.database;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.capsule.repo.Moved;
import steading.engine.Engine;
import steading.engine.Engine.ExecSession;
import steading.engine.Engine.ExecSpec;
import steading.engine.EngineException;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * Runs a database's own tools in its container. Arguments are a list and no shell reads them;
 * nothing secret is among them or in the environment.
 *
 * @param target as people know it: app/service
 * @param silence how long a dump may say nothing before it is given up
 */
public record Inside(Engine engine, String target, String container, Duration silence) {
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
  private static final int KEPT = 4 << 10;
  private static final int CHUNK = 64 << 10;

  public Inside(Engine engine, String target, String container) {
    this(engine, target, container, LONGEST_SILENCE);
  }

  /** How a command ended, and what it said about it. */
  record Ended(int code, String said) {}

  /** Runs a command whose output is short, and gives that. */
  String text(String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Ended ended = run(out, InputStream.nullInputStream(), false, List.of(command), Map.of());
    refuse(ended, command);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Whether the command ends well. */
  boolean succeeds(String... command) {
    OutputStream out = OutputStream.nullOutputStream();
    return run(out, InputStream.nullInputStream(), false, List.of(command), Map.of()).code() == 0;
  }

  /** Runs a command on a short text. */
  String fed(String input, String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    Ended ended =
        run(out, new java.io.ByteArrayInputStream(bytes), true, List.of(command), Map.of());
    refuse(ended, command);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Writes what the command says into a file; that it may be empty is the caller's to refuse. */
  long into(Path file, String... command) {
    return into(file, OutputStream.nullOutputStream(), command);
  }

  /** The same with somebody who reads along. */
  long into(Path file, OutputStream reader, String... command) {
    try {
      try (OutputStream disk = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
        OutputStream both = new Both(disk, reader);
        refuse(dumped(both, List.of(command)), command);
      }
      return Files.size(file);
    } catch (UncheckedIOException e) {
      throw unwritable(file, e.getCause());
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private Ended dumped(OutputStream out, List<String> command) {
    Silence quiet = new Silence(silence);
    try {
      return run(out, InputStream.nullInputStream(), false, command, Map.of(), quiet);
    } catch (ProblemException e) {
      if (quiet.over()) {
        throw failed(
                target + ": " + command.getFirst() + " came to a halt",
                "it wrote nothing for " + Moved.time(silence) + "; it may wait for a lock")
            .raise();
      }
      throw e;
    } finally {
      quiet.end();
    }
  }

  /** Runs a command on a file. */
  Ended from(Path file, Map<String, String> environment, String... command) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
      return run(OutputStream.nullOutputStream(), in, true, List.of(command), environment);
    } catch (IOException e) {
      throw Problem.failed(
              "capsule.unreadable", file + " cannot be read", "check the disk of the home")
          .because(e.toString())
          .raise();
    }
  }

  void refuse(Ended ended, String... command) {
    if (ended.code() != 0) {
      throw failed(
              target + ": " + command[0] + " ended with exit code " + ended.code(),
              ended.said().isBlank() ? "It said nothing" : ended.said())
          .raise();
    }
  }

  static Problem failed(String what, String why) {
    return Problem.failed(
            "capsule.dump", what, "see what the tool says; `stead logs` shows the database's side")
        .because(why);
  }

  private Ended run(
      OutputStream out,
      InputStream in,
      boolean feeds,
      List<String> command,
      Map<String, String> environment) {
    return run(out, in, feeds, command, environment, null);
  }

  private Ended run(
      OutputStream out,
      InputStream in,
      boolean feeds,
      List<String> command,
      Map<String, String> environment,
      @Nullable Silence quiet) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExecSpec spec = new ExecSpec(command, environment, null, null, false, feeds);
    Engine.LogSink sink =
        (stderr, chunk) -> {
          if (quiet != null) {
            quiet.heard();
          }
          if (stderr) {
            keep(err, chunk);
          } else {
            write(out, chunk);
          }
        };
    try (ExecSession session = engine.exec(container, spec, sink)) {
      if (quiet != null) {
        quiet.watch(session::close);
      }
      if (feeds) {
        feed(session, in);
      }
      int code = session.await();
      return new Ended(code, err.toString(StandardCharsets.UTF_8).strip());
    } catch (EngineException e) {
      if (e.reason() == EngineException.Reason.UNREACHABLE) {
        throw e;
      }
      throw failed(target + ": " + command.getFirst() + " cannot be run", e.text()).raise();
    }
  }

  /** A command that ends before it has read everything says itself why. */
  private static void feed(ExecSession session, InputStream in) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        session.stdin(Arrays.copyOf(buffer, n));
      }
      session.endStdin();
    } catch (EngineException e) {
      if (e.reason() != EngineException.Reason.CONFLICT) {
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, byte[] chunk) {
    try {
      out.write(chunk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void keep(ByteArrayOutputStream err, byte[] chunk) {
    err.writeBytes(chunk);
    if (err.size() > 2 * KEPT) {
      byte[] all = err.toByteArray();
      err.reset();
      err.write(all, all.length - KEPT, KEPT);
    }
  }

  static ProblemException unwritable(Path file, @Nullable Throwable cause) {
    String why = String.valueOf(cause == null ? "" : cause.getMessage());
    boolean full = why.toLowerCase(Locale.ROOT).contains("no space left");
    return Problem.failed(
            full ? "capsule.disk-full" : "capsule.unwritable",
            full
                ? "the disk of Steading's home is full: a dump did not fit"
                : Objects.requireNonNull(file.getFileName()) + " cannot be written",
            full
                ? "make room on the disk of " + file.getParent()
                : "check who owns " + file.getParent())
        .because(why)
        .raise();
  }

  /** Bytes for two; the second must not fail. */
  private static final class Both extends OutputStream {
    private final OutputStream one;
    private final OutputStream other;

    Both(OutputStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int b) throws IOException {
      one.write(b);
      other.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      one.write(bytes, from, count);
      other.write(bytes, from, count);
    }
  }
}
