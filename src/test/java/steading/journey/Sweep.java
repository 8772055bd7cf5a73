package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Kills the daemon at one of the journal's checkpoints during one kind of operation, starts it
 * again, and looks whether everything is as if nothing had happened — while a client writes to the
 * app all the time.
 */
final class Sweep implements Deaths.World<Sweep.Kind> {
  /** The operations that are broken off; each leaves the app as the next one needs it. */
  enum Kind {
    INSTALL,
    SET,
    APPLY,
    REMOVE
  }

  private static final int BEFORE_THE_FIRST_WRITE = 1;
  private static final Duration CONVERGES = Duration.ofMinutes(3);
  private static final List<String> CONTAINERS = List.of("db", "web", "worker");

  /** A copy of {@code hello} that changes before every install, so that each builds an image. */
  private final String recipe;

  private final Installation stead = Installation.fresh();
  private int round;
  private int nextRow;

  Sweep() throws IOException {
    this.recipe = "sweep-" + stead.home.getFileName().toString().replaceAll("\\D", "");
    Path catalog = stead.home.resolve("recipes");
    copy(Path.of("recipes/hello"), catalog.resolve(recipe));
    Files.writeString(
        stead.home.resolve("steading.yaml"),
        Installation.QUIET + "recipes: [\"" + catalog + "\"]\n");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Override
  public int checkpoints(Kind kind) throws IOException {
    prepare(kind);
    startDaemon("count");
    perform(kind).ok();
    stead.stopDaemon();
    return stead.checkpointsPassed();
  }

  @Override
  public boolean dieAt(Deaths.Moment<Kind> moment) throws IOException {
    Kind kind = moment.kind();
    prepare(kind);
    Ledger ledger = new Ledger(stead.web("hello.localhost"), nextRow);
    boolean died;
    try {
      startDaemon(Integer.toString(moment.checkpoint()));
      Installation.Result broken = perform(kind);
      assertThat(broken.code())
          .as("the command is through, or was told that its daemon died:\n%s", broken.err())
          .isIn(0, 1);
      died = broken.code() == 1;
      stead.stopDaemon();
      startDaemon("");
      settled();
      converged(kind, moment.checkpoint() > BEFORE_THE_FIRST_WRITE);
    } finally {
      ledger.stop();
    }
    nextRow = ledger.nextNumber();
    assertThat(ledger.lost()).as("acknowledged rows that are lost").isEmpty();
    stead.stopDaemon();
    return died;
  }

  private void prepare(Kind kind) throws IOException {
    // One that diverged may have left its daemon, with a death still to come.
    stead.stopDaemon();
    startDaemon("");
    if (kind == Kind.INSTALL) {
      Files.writeString(
          stead.home.resolve("recipes").resolve(recipe).resolve("Dockerfile"),
          "LABEL sweep.round=\"" + ++round + "\"\n",
          StandardOpenOption.APPEND);
      if (exists() || trashed()) {
        stead.stead("remove", "hello", "--purge", "--no-backup", "--yes").ok();
      }
    } else {
      bringUp();
    }
    if (kind == Kind.APPLY) {
      containersOf("worker").forEach(stead.engine::remove);
    }
    stead.stopDaemon();
  }

  private void bringUp() {
    if (trashed()) {
      stead.stead("restore", "hello").ok();
    } else if (!exists()) {
      install().ok();
    }
    stead.stead("apply", "hello", "--yes").ok();
  }

  private boolean exists() {
    return Files.exists(stead.home.resolve("apps/hello/app.yaml"));
  }

  private boolean trashed() {
    return Files.exists(stead.home.resolve("trash/hello"));
  }

  private Installation.Result perform(Kind kind) {
    return switch (kind) {
      case INSTALL -> install();
      case SET -> stead.stead("set", "hello", "greeting=round " + ++round, "--yes");
      case APPLY -> stead.stead("apply", "hello", "--yes");
      case REMOVE -> stead.stead("remove", "hello", "--yes");
    };
  }

  private Installation.Result install() {
    return stead.stead("install", recipe, "hello", "--host", "hello.localhost", "--yes");
  }

  private void startDaemon(String dieAt) {
    stead.stead(Map.of("STEADING_DIE_AT", dieAt), "serve", "--detach").ok();
  }

  /** No operation is under way any more. */
  private void settled() {
    Installation.await(
        "the cut-off operation is through",
        CONVERGES,
        () -> !stead.stead("ls", "--json").ok().out().contains("\"busy\""));
  }

  /**
   * @param noted whether the journal had heard of the operation when the daemon died; if not, it
   *     never was, and what it should have mended is still to be seen
   */
  private void converged(Kind kind, boolean noted) {
    if (kind == Kind.REMOVE && !exists()) {
      assertThat(stead.containers()).as("orphans").isEmpty();
      assertThat(volumes()).as("data is kept").hasSize(2);
      stead.stead("restore", "hello").ok();
    } else if (!exists()) {
      // Killed before anything was noted: then nothing may have been begun.
      assertThat(stead.containers()).as("orphans").isEmpty();
      install().ok();
    }
    if (kind == Kind.APPLY && !noted) {
      assertThat(stead.stead("plan", "hello").code()).as("changes are pending").isEqualTo(3);
      stead.stead("apply", "hello", "--yes").ok();
    }
    Installation.Result plan = stead.stead("plan", "hello");
    assertThat(plan.code()).as("still to do:\n%s%s", plan.out(), plan.err()).isZero();
    for (String service : CONTAINERS) {
      assertThat(containersOf(service)).as(service).hasSize(1);
    }
    assertThat(stead.containers()).as("orphans").hasSize(CONTAINERS.size());
    assertThat(volumes()).as("volumes").hasSize(2);
    assertThat(stead.engine.networks(stead.label())).as("networks").hasSize(2);
  }

  /** Takes away the images that were built for this sweep, with all that uses them. */
  @Override
  public void close() {
    stead.stopDaemon();
    stead.containers().forEach(stead.engine::remove);
    stead.removeImagesOf(recipe);
    stead.close();
  }

  private List<String> volumes() {
    return stead.volumes();
  }

  private List<String> containersOf(String service) {
    return stead.containers().stream().filter(n -> n.contains("-hello-" + service + "-")).toList();
  }
}
