package steading.capsule.database;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import steading.engine.Engine.ExecSession;
import steading.engine.Engine.ExecSpec;
import steading.engine.EngineException;

/**
 * A transaction that is held open while its snapshot is dumped: what is asked in it and what
 * pg_dump sees is one moment.
 */
final class PostgresSnapshot implements AutoCloseable {
  private static final long ANSWER_MINUTES = 60;

  private final Inside inside;
  private final ExecSession session;
  private final Answers answers;
  private String id = "";

  private PostgresSnapshot(Inside inside, ExecSession session, Answers answers) {
    this.inside = inside;
    this.session = session;
    this.answers = answers;
  }

  static PostgresSnapshot open(Inside inside, String user, String database) {
    List<String> command = Postgres.psql(user, database);
    Answers answers = new Answers();
    ExecSession session =
        inside
            .engine()
            .exec(
                inside.container(),
                new ExecSpec(command, Map.of(), null, null, false, true),
                answers::accept);
    watch(session, answers);
    PostgresSnapshot snapshot = new PostgresSnapshot(inside, session, answers);
    try {
      snapshot.begin();
      return snapshot;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static void watch(ExecSession session, Answers answers) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            session.await();
          } catch (EngineException _) {
            // Whoever waits for an answer is told that none will come; how psql ended is the same.
          } finally {
            answers.end();
          }
        });
  }

  private void begin() {
    id =
        ask("SET statement_timeout = 0; SET lock_timeout = 0;"
                + " BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                + " SELECT pg_export_snapshot();\n")
            .strip();
  }

  String id() {
    return id;
  }

  /** What the statements print. */
  String ask(String sql) {
    String mark = "done-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    session.stdin((sql + "\\echo " + mark + "\n").getBytes(StandardCharsets.UTF_8));
    return answers.until(mark, inside);
  }

  @Override
  public void close() {
    session.close();
  }

  /** What psql has said so far. */
  private static final class Answers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean ended;

    void accept(boolean stderr, byte[] chunk) {
      lock.lock();
      try {
        (stderr ? err : out).writeBytes(chunk);
        more.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        more.signalAll();
      } finally {
        lock.unlock();
      }
    }

    String until(String mark, Inside inside) {
      long nanos = TimeUnit.MINUTES.toNanos(ANSWER_MINUTES);
      lock.lock();
      try {
        while (true) {
          String text = out.toString(StandardCharsets.UTF_8);
          int at = text.indexOf(mark + "\n");
          if (at >= 0) {
            out.reset();
            return text.substring(0, at);
          }
          if (ended || nanos <= 0) {
            throw Inside.failed(
                    inside.target() + ": the database does not answer",
                    err.toString(StandardCharsets.UTF_8).strip())
                .raise();
          }
          nanos = more.awaitNanos(nanos);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Inside.failed(inside.target() + ": the dump was interrupted", "").raise();
      } finally {
        lock.unlock();
      }
    }
  }
}
