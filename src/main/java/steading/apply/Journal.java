package steading.apply;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/**
 * What was begun, what was done, and what must never be done twice: written to disk before and
 * after every step, so that a killed daemon's next start knows what to finish.
 */
public final class Journal implements AutoCloseable {
  private final Database database;
  private final Clock clock;
  private final Checkpoint checkpoint;

  private Journal(Database database, Clock clock, Checkpoint checkpoint) {
    this.database = database;
    this.clock = clock;
    this.checkpoint = checkpoint;
  }

  public static Journal open(Path file, Clock clock, Checkpoint checkpoint) {
    return new Journal(Database.open(file), clock, checkpoint);
  }

  /** Another journal that is watched in the same way, for a copy that is taken away again. */
  public Journal beside(Path file) {
    return open(file, clock, checkpoint);
  }

  public enum Kind {
    /** Brings an app to what its file says. */
    DEPLOY,
    /** The same, after Steading itself wrote the file: going back writes the old one again. */
    CHANGE,
    REMOVE,
    PURGE,
    /** As a purge that nobody asked for: what the app had only taken over stays. */
    EXPIRE,
    /** Makes a capsule. */
    BACKUP,
    /** Makes the app what it was when a capsule was made of it, or makes a new app of one. */
    RESTORE,
    /** Makes an isolated copy of a capsule, looks at it, and takes it away. */
    DRILL,
    /** Puts the app into one file. */
    EXPORT,
    /** Makes a new app of such a file. */
    IMPORT;

    /** Whether the target is no app.yaml, but what is to be done with a capsule. */
    public boolean isOfCapsules() {
      return switch (this) {
        case BACKUP, RESTORE, DRILL, EXPORT, IMPORT -> true;
        case DEPLOY, CHANGE, REMOVE, PURGE, EXPIRE -> false;
      };
    }
  }

  /**
   * An operation goes forward to its target until it fails; then it goes back to what was applied
   * before.
   */
  public enum Phase {
    FORWARD,
    BACK
  }

  public enum Outcome {
    DONE,
    ROLLED_BACK,
    FAILED
  }

  /**
   * An operation as it stands in the journal.
   *
   * @param target app.yaml as the operation wants it; empty for removals
   * @param before app.yaml as it was, for operations that write it; empty for a new app
   * @param attempts how many times a daemon has taken it up
   */
  public record Entry(
      long id,
      String app,
      Kind kind,
      Phase phase,
      String target,
      String before,
      String by,
      String command,
      Instant started,
      int attempts,
      @Nullable Instant finished,
      @Nullable Outcome outcome,
      String message) {}

  /** Notes a new operation; one of the same app that was left unfinished gives way to it. */
  public long begin(
      String app, Kind kind, String target, String before, String by, String command) {
    return write(() ->
        database.together(() -> {
          refuseHalfRestored(app);
          giveUp(app);
          return database.insert(
              "INSERT INTO operation(app, kind, phase, target, before, by_whom, command,"
                  + " started, attempts, message) VALUES(?,?,?,?,?,?,?,?,1,'')",
              app,
              kind.name(),
              Phase.FORWARD.name(),
              target,
              before,
              by,
              command,
              now());
        }));
  }

  /** Its data is neither what it was nor what it shall be: only the restore may go on with it. */
  private void refuseHalfRestored(String app) {
    List<Entry> half =
        database.entries(
            "WHERE finished IS NULL AND kind = ? AND app = ?", Kind.RESTORE.name(), app);
    if (!half.isEmpty()) {
      throw Problem.failed(
              "app.half-restored",
              app + " is in the middle of `" + half.getFirst().command() + "`",
              "it goes on by itself when the Docker Engine answers, or Steading starts: stead serve"
                  + " --stop, then stead ls")
          .raise();
    }
  }

  private void giveUp(String app) {
    database.update(
        "UPDATE operation SET finished = ?, outcome = ?, message = message || ?"
            + " WHERE app = ? AND finished IS NULL",
        now(),
        Outcome.FAILED.name(),
        " (given up for a later operation)",
        app);
  }

  public void attempt(long operation) {
    write(() ->
        database.update("UPDATE operation SET attempts = attempts + 1 WHERE id = ?", operation));
  }

  public void turnBack(long operation, String message) {
    write(() ->
        database.update(
            "UPDATE operation SET phase = ?, message = ? WHERE id = ?",
            Phase.BACK.name(),
            message,
            operation));
  }

  public void finish(long operation, Outcome outcome, String message) {
    write(() ->
        database.update(
            "UPDATE operation SET finished = ?, outcome = ?, message = ? WHERE id = ?",
            now(),
            outcome.name(),
            message,
            operation));
  }

  public void intend(long operation, int step, String text) {
    write(() ->
        database.insert(
            "INSERT INTO step(operation, number, text, state, at) VALUES(?,?,?,'intended',?)",
            operation,
            step,
            text,
            now()));
  }

  public void done(long operation, int step) {
    close(operation, step, "done");
  }

  public void failed(long operation, int step, String why) {
    close(operation, step, "failed: " + why);
  }

  private void close(long operation, int step, String state) {
    write(() ->
        database.update(
            "UPDATE step SET state = ?, at = ? WHERE id ="
                + " (SELECT max(id) FROM step WHERE operation = ? AND number = ?)",
            state,
            now(),
            operation,
            step));
  }

  public List<Entry> unfinished() {
    return database.entries("WHERE finished IS NULL ORDER BY id");
  }

  /** The app's operations, newest first. */
  public List<Entry> recent(String app, int count) {
    return database.entries("WHERE app = ? ORDER BY id DESC LIMIT ?", app, count);
  }

  /** The app's operations of that kind with capsules of one repository, newest first. */
  public List<Entry> ofCapsules(String app, Kind kind, String repository, int count) {
    return database.entries(
        "WHERE app = ? AND kind = ? AND instr(target, ?) > 0 ORDER BY id DESC LIMIT ?",
        app,
        kind.name(),
        named(repository),
        count);
  }

  /** The last of them that went well. */
  public Optional<Entry> lastGood(String app, Kind kind, String repository) {
    return database
        .entries(
            "WHERE app = ? AND kind = ? AND instr(target, ?) > 0 AND outcome = ?"
                + " ORDER BY id DESC LIMIT 1",
            app,
            kind.name(),
            named(repository),
            Outcome.DONE.name())
        .stream()
        .findFirst();
  }

  /** As it stands in an order; no name of a repository needs escaping there. */
  private static String named(String repository) {
    return "\"repository\":\"" + repository + "\"";
  }

  public Set<String> marks(String app) {
    return database.strings("SELECT mark FROM mark WHERE app = ?", app);
  }

  public void mark(String app, String mark) {
    write(() ->
        database.update(
            "INSERT OR IGNORE INTO mark(app, mark, at) VALUES(?,?,?)", app, mark, now()));
  }

  public void unmark(String app, String mark) {
    write(() -> database.update("DELETE FROM mark WHERE app = ? AND mark = ?", app, mark));
  }

  public Set<String> knownVolumes(String app) {
    return database.strings("SELECT volume FROM volume WHERE app = ?", app);
  }

  public void knowVolume(String app, String volume) {
    write(() ->
        database.update(
            "INSERT OR IGNORE INTO volume(app, volume, at) VALUES(?,?,?)", app, volume, now()));
  }

  /** For a volume that is gone, and is about to be made anew from a backup. */
  public void forgetVolume(String app, String volume) {
    write(() -> database.update("DELETE FROM volume WHERE app = ? AND volume = ?", app, volume));
  }

  /**
   * Forgets an app whose data is gone: marks and volumes would otherwise bind a new app of that
   * name.
   */
  public void forget(String app) {
    write(() ->
        database.together(() -> {
          database.update("DELETE FROM mark WHERE app = ?", app);
          database.update("DELETE FROM volume WHERE app = ?", app);
          database.update("DELETE FROM drill WHERE app = ?", app);
          return database.update("DELETE FROM job_run WHERE app = ?", app);
        }));
  }

  /**
   * @param output the last part of what the job wrote
   */
  public record JobRun(
      String app, String job, Instant started, Instant finished, int exitCode, String output) {}

  public void jobRan(JobRun run) {
    write(() ->
        database.insert(
            "INSERT INTO job_run(app, job, started, finished, exit_code, output) VALUES(?,?,?,?,?,?)",
            run.app(),
            run.job(),
            run.started().toEpochMilli(),
            run.finished().toEpochMilli(),
            run.exitCode(),
            run.output()));
  }

  public List<JobRun> jobRuns(String app, String job, int count) {
    return database.jobRuns(app, job, count);
  }

  /**
   * A capsule that was tried.
   *
   * @param detail why it is not good; empty when it is
   */
  public record DrillRun(
      String app, String capsule, Instant when, long milliseconds, boolean ok, String detail) {}

  /** Notes what became of a drill, and that its operation is through. */
  public void drilled(long operation, DrillRun run) {
    write(() ->
        database.together(() -> {
          database.insert(
              "INSERT INTO drill(app, capsule, at, milliseconds, ok, detail) VALUES(?,?,?,?,?,?)",
              run.app(),
              run.capsule(),
              run.when().toEpochMilli(),
              run.milliseconds(),
              run.ok() ? 1 : 0,
              run.detail());
          return database.update(
              "UPDATE operation SET finished = ?, outcome = ?, message = ? WHERE id = ?",
              now(),
              (run.ok() ? Outcome.DONE : Outcome.FAILED).name(),
              run.detail(),
              operation);
        }));
  }

  /** The app's drills, newest first. */
  public List<DrillRun> drills(String app, int count) {
    return database.drills(app, count);
  }

  private long now() {
    return clock.millis();
  }

  private interface Write {
    long run();
  }

  private synchronized long write(Write write) {
    checkpoint.reached();
    long result = write.run();
    checkpoint.reached();
    return result;
  }

  @Override
  public void close() {
    database.close();
  }
}
