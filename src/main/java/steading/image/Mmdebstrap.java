package steading.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.problem.Problem;

/** Makes a bare Debian with the program mmdebstrap and streams it straight into the Engine. */
final class Mmdebstrap {
  private static final String PROGRAM = "mmdebstrap";
  private static final List<String> LEFT_OUT =
      List.of(
          "path-exclude=/usr/share/doc/*",
          "path-include=/usr/share/doc/*/copyright",
          "path-exclude=/usr/share/man/*",
          "path-exclude=/usr/share/info/*",
          "path-exclude=/usr/share/groff/*",
          "path-exclude=/usr/share/lintian/*",
          "path-exclude=/usr/share/linda/*",
          "path-exclude=/usr/share/locale/*",
          "path-include=/usr/share/locale/locale.alias");

  private Mmdebstrap() {}

  /** Imports the release as {@code reference}. */
  static void make(
      Engine engine,
      DebianBase base,
      DebianArchive archive,
      String reference,
      Consumer<String> progress) {
    String program = program(progress);
    Path options = optionsFile(AptOptions.ofMachine());
    try (HostProgram run =
        HostProgram.start(
            command(program, base, archive, options),
            archive.lines(base.suite()),
            line -> told(line, base, progress))) {
      importRoot(engine, run, reference);
      if (run.await() != 0) {
        engine.removeImage(reference);
        throw failed(base, run.complaints()).raise();
      }
    } finally {
      delete(options);
    }
  }

  static List<String> command(
      String program, DebianBase base, DebianArchive archive, Path aptOptions) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--variant=minbase",
                "--format=tar",
                "--include=ca-certificates",
                "--keyring=" + archive.keyring(),
                "--aptopt=" + aptOptions));
    if (base.slim()) {
      LEFT_OUT.forEach(rule -> command.add("--dpkgopt=" + rule));
    }
    command.addAll(List.of(base.suite(), "-", "-"));
    return command;
  }

  /** A tar that ends too early is refused here or noticed by the exit code of what made it. */
  private static void importRoot(Engine engine, HostProgram run, String reference) {
    try {
      engine.importImage(run.output(), reference, List.of());
    } catch (EngineException e) {
      if (e.reason() == EngineException.Reason.NO_SPACE) {
        throw BuildAdvice.problem("importing a base image failed", e.text()).raise();
      }
      run.close();
      if (run.await() == 0) {
        throw e;
      }
    }
  }

  private static void told(String line, DebianBase base, Consumer<String> progress) {
    if (line.matches("I: (?:running|downloading|extracting|installing|creating) .*\\.\\.\\.")) {
      progress.accept(base.upstream() + ": " + line.substring(3));
    }
  }

  private static String program(Consumer<String> progress) {
    if (!root()) {
      throw Problem.failed(
              "image.base-needs-root",
              "a Debian base image has to be made first, and only root can make one",
              "run this command once as root, or start the daemon as root")
          .because("no registry answers")
          .raise();
    }
    return HostProgram.find(PROGRAM).orElseGet(() -> installed(progress)).toString();
  }

  private static Path installed(Consumer<String> progress) {
    Path apt = HostProgram.find("apt-get").orElseThrow(() -> missing("").raise());
    progress.accept("installing " + PROGRAM + ", which makes Debian base images");
    HostProgram.outputOf(List.of(apt.toString(), "update"));
    String complaints = "";
    try (HostProgram run =
        HostProgram.start(
            List.of(apt.toString(), "install", "-y", "--no-install-recommends", PROGRAM),
            "",
            line -> {})) {
      run.output().readAllBytes();
      run.await();
      complaints = run.complaints();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String why = complaints;
    return HostProgram.find(PROGRAM).orElseThrow(() -> missing(why).raise());
  }

  private static boolean root() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem missing(String why) {
    return Problem.failed(
            "image.no-mmdebstrap",
            "the program " + PROGRAM + ", which makes Debian base images, is not installed",
            "install it: apt-get install " + PROGRAM)
        .because(why);
  }

  private static Problem failed(DebianBase base, String complaints) {
    return BuildAdvice.problem("making the base image " + base.upstream() + " failed", complaints);
  }

  private static Path optionsFile(Map<String, String> options) {
    try {
      Path file = Files.createTempFile("steading-apt", ".conf");
      Files.writeString(file, "// The machine's own settings.\n" + AptOptions.lines(options));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
