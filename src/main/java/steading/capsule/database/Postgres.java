package steading.capsule.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import steading.capsule.database.Inside.Ended;
import steading.capsule.repo.Moved;

/**
 * PostgreSQL over its socket, where whoever is in the container is trusted. Each database is one
 * dump in PostgreSQL's own format, not compressed, so that restic finds again what did not change;
 * its rows are counted in the very snapshot that is dumped.
 */
public final class Postgres implements DatabaseTool {
  private static final String ROLES = "roles.sql";

  /** What pg_dumpall says of the role that a new server has already. */
  private static final Pattern HARMLESS = Pattern.compile(".*role \".*\" already exists");

  private static final String COUNTS =
      "SELECT n.nspname || '.' || c.relname, (xpath('/row/n/text()', query_to_xml("
          + "format('SELECT count(*) AS n FROM ONLY %I.%I', n.nspname, c.relname),"
          + " false, true, '')))[1]::text FROM pg_class c JOIN pg_namespace n"
          + " ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence = 'p'"
          + " AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"
          + " ORDER BY 1;\n";

  /** In milliseconds: who holds a table for longer than this is told of, not waited for. */
  private static final String LOCK_LIMIT = "--lock-wait-timeout=1800000";

  private final Inside inside;
  private final String service;
  private final String user;

  public Postgres(Inside inside, String service, String user) {
    this.inside = inside;
    this.service = service;
    this.user = user;
  }

  @Override
  public Dump dump(Path directory, Consumer<String> say) {
    List<Dump.Part> parts = new ArrayList<>();
    parts.add(roles(directory));
    List<String> server = server();
    List<String> databases = server.subList(1, server.size());
    for (int i = 0; i < databases.size(); i++) {
      parts.add(database(databases.get(i), "database-" + (i + 1) + ".dump", directory, say));
    }
    return new Dump(service, "postgres", server.getFirst(), user, parts);
  }

  private Dump.Part roles(Path directory) {
    long bytes =
        inside.into(directory.resolve(ROLES), "pg_dumpall", "-U", user, "-w", "--globals-only");
    refuseEmpty(ROLES, bytes);
    return new Dump.Part("", ROLES, bytes, Map.of());
  }

  /**
   * The server's version, then its databases. The one named postgres, which every server has to log
   * in to, is one of them only when there is something in it.
   */
  private List<String> server() {
    String answer =
        query(
            "postgres",
            "SHOW server_version;"
                + " SELECT datname FROM pg_database WHERE NOT datistemplate AND datallowconn"
                + " AND (datname <> 'postgres' OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE 'pg\\_%'"
                + " AND n.nspname <> 'information_schema')) ORDER BY 1;\n");
    return answer.lines().filter(line -> !line.isEmpty()).toList();
  }

  private Dump.Part database(String database, String file, Path directory, Consumer<String> say) {
    say.accept(database);
    Path target = directory.resolve(file);
    try (PostgresSnapshot snapshot = PostgresSnapshot.open(inside, user, database)) {
      Map<String, Long> rows = rows(snapshot.ask(COUNTS));
      long bytes =
          inside.into(
              target,
              "pg_dump",
              "-U",
              user,
              "-w",
              "--format=custom",
              "--compress=0",
              "--snapshot=" + snapshot.id(),
              LOCK_LIMIT,
              database);
      refuseEmpty(file, bytes);
      say.accept(database + ": " + Moved.size(bytes));
      refuseTruncated(target, file);
      return new Dump.Part(database, file, bytes, rows);
    }
  }

  private void refuseEmpty(String file, long bytes) {
    if (bytes == 0) {
      throw Inside.failed(
              inside.target() + ": the dump " + file + " is empty",
              "The tool said that all went well, and wrote nothing")
          .raise();
    }
  }

  /** Its list of contents stands at the beginning, so only reading it to the end tells. */
  private void refuseTruncated(Path dump, String file) {
    Ended ended = inside.from(dump, Map.of(), "pg_restore", "-f", "/dev/null");
    if (ended.code() != 0) {
      throw Inside.failed(
              inside.target() + ": the dump " + file + " cannot be read back", ended.said())
          .raise();
    }
  }

  private static Map<String, Long> rows(String lines) {
    Map<String, Long> rows = new TreeMap<>();
    lines
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length == 2 && fields[1].matches("\\d+"))
        .forEach(fields -> rows.put(fields[0], Long.parseLong(fields[1])));
    return rows;
  }

  private String query(String database, String sql) {
    return inside.fed(sql, psql(user, database).toArray(String[]::new));
  }

  /** Says rows and nothing else, and ends at the first mistake. */
  static List<String> psql(String user, String database) {
    return List.of(
        "psql",
        "-U",
        user,
        "-w",
        "-X",
        "-q",
        "-At",
        "-F",
        "\t",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        database);
  }

  /** Gives the role as which it is dumped another password; the server's log does not show it. */
  public void password(String password) {
    query(
        "template1",
        "SET log_statement = 'none';\nSET log_min_duration_statement = -1;\nALTER ROLE \""
            + user.replace("\"", "\"\"")
            + "\" PASSWORD '"
            + password.replace("'", "''")
            + "';\n");
  }

  @Override
  public List<String> load(Dump dump, Path directory, Consumer<String> say) {
    List<String> differences = new ArrayList<>();
    for (Dump.Part part : dump.files()) {
      Path file = directory.resolve(part.file());
      if (part.database().isEmpty()) {
        loadRoles(file);
      } else {
        say.accept(part.database() + ": " + Moved.size(part.bytes()));
        loadDatabase(part.database(), file);
        differences.addAll(compare(part));
      }
    }
    return differences;
  }

  /** The role that the server was made with is there already; its settings follow all the same. */
  private void loadRoles(Path file) {
    Ended ended =
        inside.from(file, Map.of(), "psql", "-U", user, "-w", "-X", "-q", "-d", "postgres");
    inside.refuse(ended, "psql");
    ended
        .said()
        .lines()
        .filter(line -> line.contains("ERROR:") && !HARMLESS.matcher(line).matches())
        .findFirst()
        .ifPresent(line -> {
          throw Inside.failed(inside.target() + ": its roles cannot be restored", line).raise();
        });
  }

  private void loadDatabase(String database, Path file) {
    // Probes of its health may be connected to it at any moment.
    String name = "\"" + database.replace("\"", "\"\"") + "\"";
    query("template1", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE);\n");
    Ended ended =
        inside.from(
            file,
            Map.of(),
            "pg_restore",
            "-U",
            user,
            "-w",
            "-d",
            "template1",
            "--create",
            "--exit-on-error");
    inside.refuse(ended, "pg_restore");
    query(database, "ANALYZE;\n");
  }

  private List<String> compare(Dump.Part part) {
    Map<String, Long> found = rows(query(part.database(), COUNTS));
    List<String> differences = new ArrayList<>();
    part.rows()
        .forEach((table, rows) -> {
          Long here = found.get(table);
          if (!rows.equals(here)) {
            differences.add(
                "%s/%s: table %s of %s should have %d rows and has %s"
                    .formatted(
                        service,
                        part.database(),
                        table,
                        part.database(),
                        rows,
                        here == null ? "gone" : here));
          }
        });
    return differences;
  }
}
