package steading.apply;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import steading.apply.Journal.DrillRun;
import steading.apply.Journal.Entry;
import steading.apply.Journal.JobRun;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.apply.Journal.Phase;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** The SQLite file. Every write is on disk when the call returns. */
final class Database implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE IF NOT EXISTS operation(id INTEGER PRIMARY KEY, app TEXT NOT NULL, kind TEXT NOT NULL,"
              + " phase TEXT NOT NULL, target TEXT NOT NULL, before TEXT NOT NULL, by_whom TEXT NOT NULL, command TEXT NOT NULL,"
              + " started INTEGER NOT NULL, attempts INTEGER NOT NULL, finished INTEGER, outcome TEXT,"
              + " message TEXT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS operation_of_app ON operation(app, id)",
          "CREATE TABLE IF NOT EXISTS step(id INTEGER PRIMARY KEY, operation INTEGER NOT NULL, number INTEGER NOT NULL,"
              + " text TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL)",
          "CREATE INDEX IF NOT EXISTS step_of_operation ON step(operation, number)",
          "CREATE TABLE IF NOT EXISTS mark(app TEXT NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL,"
              + " PRIMARY KEY(app, mark)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS volume(app TEXT NOT NULL, volume TEXT NOT NULL, at INTEGER NOT NULL,"
              + " PRIMARY KEY(app, volume)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS job_run(id INTEGER PRIMARY KEY, app TEXT NOT NULL, job TEXT NOT NULL,"
              + " started INTEGER NOT NULL, finished INTEGER NOT NULL, exit_code INTEGER NOT NULL, output TEXT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS run_of_job ON job_run(app, job, id)",
          "CREATE TABLE IF NOT EXISTS drill(id INTEGER PRIMARY KEY, app TEXT NOT NULL, capsule TEXT NOT NULL,"
              + " at INTEGER NOT NULL, milliseconds INTEGER NOT NULL, ok INTEGER NOT NULL, detail TEXT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS drill_of_app ON drill(app, id)");

  private final Connection connection;
  private final Path file;

  private Database(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  static Database open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA busy_timeout = 5000");
        for (String sql : SCHEMA) {
          statement.execute(sql);
        }
      }
      return new Database(connection, file);
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  private static RuntimeException problem(Path file, SQLException e) {
    return Problem.failed(
            "state.unusable",
            "Steading's state in " + file + " cannot be used: " + e.getMessage(),
            "free disk space or mend the file's permissions; if it is damaged, put it aside: apps keep running and their"
                + " app.yaml files stay the truth")
        .raise();
  }

  /** Several writes that are on disk all or not at all. */
  synchronized long together(LongSupplier writes) {
    run("BEGIN IMMEDIATE");
    try {
      long result = writes.getAsLong();
      run("COMMIT");
      return result;
    } catch (RuntimeException e) {
      try {
        run("ROLLBACK");
      } catch (ProblemException over) {
        // A disk that is full may have ended the transaction already.
        e.addSuppressed(over);
      }
      throw e;
    }
  }

  private void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  synchronized long insert(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw problem(file, e);
    }
    return number("SELECT last_insert_rowid()");
  }

  synchronized long update(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  private long number(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  synchronized Set<String> strings(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      Set<String> found = new LinkedHashSet<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  synchronized List<Entry> entries(String where, Object... values) {
    String sql =
        "SELECT id, app, kind, phase, target, before, by_whom, command, started, attempts, finished, outcome, message"
            + " FROM operation "
            + where;
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<Entry> found = new ArrayList<>();
      while (rows.next()) {
        found.add(entry(rows));
      }
      return found;
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  private static Entry entry(ResultSet rows) throws SQLException {
    return new Entry(
        rows.getLong("id"),
        rows.getString("app"),
        Kind.valueOf(rows.getString("kind")),
        Phase.valueOf(rows.getString("phase")),
        rows.getString("target"),
        rows.getString("before"),
        rows.getString("by_whom"),
        rows.getString("command"),
        Instant.ofEpochMilli(rows.getLong("started")),
        rows.getInt("attempts"),
        instant(rows, "finished"),
        outcome(rows.getString("outcome")),
        rows.getString("message"));
  }

  private static @Nullable Outcome outcome(@Nullable String name) {
    return name == null ? null : Outcome.valueOf(name);
  }

  private static @Nullable Instant instant(ResultSet rows, String column) throws SQLException {
    long millis = rows.getLong(column);
    return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  synchronized List<JobRun> jobRuns(String app, String job, int count) {
    String sql =
        "SELECT app, job, started, finished, exit_code, output FROM job_run WHERE app = ? AND job = ?"
            + " ORDER BY id DESC LIMIT ?";
    try (PreparedStatement statement = prepare(sql, app, job, count);
        ResultSet rows = statement.executeQuery()) {
      List<JobRun> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new JobRun(
                rows.getString(1),
                rows.getString(2),
                Instant.ofEpochMilli(rows.getLong(3)),
                Instant.ofEpochMilli(rows.getLong(4)),
                rows.getInt(5),
                rows.getString(6)));
      }
      return found;
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  synchronized List<DrillRun> drills(String app, int count) {
    String sql =
        "SELECT app, capsule, at, milliseconds, ok, detail FROM drill WHERE app = ?"
            + " ORDER BY id DESC LIMIT ?";
    try (PreparedStatement statement = prepare(sql, app, count);
        ResultSet rows = statement.executeQuery()) {
      List<DrillRun> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new DrillRun(
                rows.getString(1),
                rows.getString(2),
                Instant.ofEpochMilli(rows.getLong(3)),
                rows.getLong(4),
                rows.getInt(5) == 1,
                rows.getString(6)));
      }
      return found;
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw problem(file, e);
    }
  }
}
