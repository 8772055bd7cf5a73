package steading.capsule.database;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import steading.capsule.database.Inside.Ended;
import steading.capsule.repo.Moved;

/**
 * MariaDB and MySQL. Who may log in stands in a file that is written into the container for the
 * time of the dump, readable by the account that runs there; no password is in an argument. One
 * transaction sees every table at one moment, and its rows are counted in the dump itself.
 */
public final class MariaDb implements DatabaseTool {
  private static final String FILE = "databases.sql";
  private static final String ACCOUNTS = "accounts.sql";
  private static final String LOGIN = "/tmp/.steading-login.cnf";
  private static final Set<String> SYSTEM =
      Set.of("information_schema", "performance_schema", "mysql", "sys");

  /** Accounts that every new server makes itself, with passwords of its own. */
  private static final Set<String> OWN = Set.of("root", "healthcheck", "mariadb.sys", "PUBLIC");

  private final Inside inside;
  private final String service;
  private final Login login;
  private final String client;
  private final String dumper;

  /**
   * @param password null: the file in which our image keeps a password that it made up itself
   */
  public record Login(String user, @Nullable String password) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  public MariaDb(Inside inside, String service, Login login) {
    this.inside = inside;
    this.service = service;
    this.login = login;
    boolean modern = inside.succeeds("mariadb", "--version");
    this.client = modern ? "mariadb" : "mysql";
    this.dumper = modern ? "mariadb-dump" : "mysqldump";
  }

  @Override
  public Dump dump(Path directory, Consumer<String> say) {
    writeLogin();
    try {
      List<String> databases = databases();
      List<Dump.Part> parts = new ArrayList<>();
      if (client.equals("mariadb") && login.user().equals("root")) {
        parts.add(accounts(directory));
      }
      if (!databases.isEmpty()) {
        parts.add(databases(databases, directory, say));
      }
      String version = query("SELECT VERSION()").strip();
      String kind = client.equals("mariadb") ? "mariadb" : "mysql";
      return new Dump(service, kind, version, login.user(), parts);
    } finally {
      removeLogin();
    }
  }

  private List<String> databases() {
    return query("SHOW DATABASES").lines().filter(name -> !SYSTEM.contains(name)).toList();
  }

  private Dump.Part accounts(Path directory) {
    long bytes = inside.into(directory.resolve(ACCOUNTS), dumper, defaults(), "--system=users");
    return new Dump.Part("", ACCOUNTS, bytes, Map.of());
  }

  private Dump.Part databases(List<String> databases, Path directory, Consumer<String> say) {
    say.accept(String.join(", ", databases));
    List<String> command =
        new ArrayList<>(
            List.of(
                dumper,
                defaults(),
                "--single-transaction",
                "--quick",
                "--routines",
                "--events",
                "--triggers",
                "--hex-blob",
                "--default-character-set=utf8mb4",
                "--add-drop-database",
                "--no-tablespaces",
                "--databases"));
    command.addAll(databases);
    InsertCount count = new InsertCount();
    long bytes = inside.into(directory.resolve(FILE), count, command.toArray(String[]::new));
    if (bytes == 0) {
      throw Inside.failed(
              inside.target() + ": the dump " + FILE + " is empty",
              "The tool said that all went well, and wrote nothing")
          .raise();
    }
    if (!count.end().contains("-- Dump completed")) {
      throw Inside.failed(
              inside.target() + ": the dump " + FILE + " breaks off",
              "Its last line, which says that it is complete, is missing")
          .raise();
    }
    say.accept(Moved.size(bytes));
    return new Dump.Part(String.join(" ", databases), FILE, bytes, count.rows());
  }

  private String query(String sql) {
    return inside.text(client, defaults(), "--batch", "--skip-column-names", "--execute=" + sql);
  }

  private static String defaults() {
    return "--defaults-extra-file=" + LOGIN;
  }

  /** Made empty and closed before anything secret is in it. */
  private void writeLogin() {
    String password = login.password();
    if (password == null) {
      password = inside.text("cat", "/var/lib/mysql/.root-password").strip();
    }
    String text =
        "[client]\nuser=\"%s\"\npassword=\"%s\"\n"
            .formatted(quoted(login.user()), quoted(password));
    inside.text("install", "-m", "0600", "/dev/null", LOGIN);
    inside.fed(text, "dd", "of=" + LOGIN, "conv=notrunc", "status=none");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private void removeLogin() {
    inside.succeeds("rm", "-f", LOGIN);
  }

  @Override
  public List<String> load(Dump dump, Path directory, Consumer<String> say) {
    writeLogin();
    try {
      List<String> differences = new ArrayList<>();
      for (Dump.Part part : dump.files()) {
        if (part.database().isEmpty()) {
          loadAccounts(directory.resolve(part.file()));
        } else {
          say.accept(Moved.size(part.bytes()));
          load(directory.resolve(part.file()));
          differences.addAll(compare(part));
        }
      }
      return differences;
    } finally {
      removeLogin();
    }
  }

  private void load(Path file) {
    String[] command = {client, defaults(), "--binary-mode", "--default-character-set=utf8mb4"};
    Ended ended = inside.from(file, Map.of(), command);
    inside.refuse(ended, command);
  }

  private void loadAccounts(Path file) {
    StringBuilder sql = new StringBuilder();
    try {
      Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> OWN.stream().noneMatch(name -> concerns(line, name)))
          .map(line -> line.replaceFirst("^CREATE USER `", "CREATE USER IF NOT EXISTS `"))
          .forEach(line -> sql.append(line).append('\n'));
    } catch (java.io.IOException e) {
      throw Inside.unwritable(file, e);
    }
    inside.fed(sql.toString(), client, defaults(), "--binary-mode", "--force");
  }

  private static boolean concerns(String line, String account) {
    return line.contains("`" + account + "`@")
        || line.contains("'" + account + "'@")
        || line.contains("TO `" + account + "`");
  }

  private List<String> compare(Dump.Part part) {
    List<String> differences = new ArrayList<>();
    part.rows()
        .forEach((table, rows) -> {
          int dot = table.indexOf('.');
          String name = "`" + table.substring(0, dot) + "`.`" + table.substring(dot + 1) + "`";
          String found = query("SELECT count(*) FROM " + name).strip();
          if (!found.equals(String.valueOf(rows))) {
            differences.add(
                "%s: table %s should have %d rows and has %s"
                    .formatted(service, table, rows, found));
          }
        });
    return differences;
  }
}
