package steading.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.engine.TestEngine;

/**
 * Our images behave like those they stand in for where applications depend on it. What an
 * installation always needs is built in every run, the rest in the long one.
 */
@Tag("engine")
class StandInsTest {
  private static final String SECRET = "/run/secrets/password";

  private TestEngine test;

  @BeforeEach
  void connect() {
    test = TestEngine.connect();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void every_directory_describes_an_image_that_can_be_built() throws IOException {
    ServiceImages images = new ServiceImages(StandIn.DIRECTORY);
    List<Path> directories;
    try (Stream<Path> all = Files.list(StandIn.DIRECTORY)) {
      directories = all.sorted().toList();
    }
    assertThat(directories).isNotEmpty();
    for (Path directory : directories) {
      String name = String.valueOf(directory.getFileName());
      assertThat(images.find(Reference.parse(name))).as(name + " has a default").isPresent();
    }
    for (String tag : images.known()) {
      ServiceImages.Recipe recipe = images.find(Reference.parse(tag)).orElseThrow();
      Dockerfile dockerfile =
          Dockerfile.parse(Files.readString(recipe.context().resolve("Dockerfile")), recipe.args());
      assertThat(dockerfile.uses())
          .as(tag)
          .allMatch(use -> DebianBase.of(use.image()).isPresent())
          .isNotEmpty();
    }
  }

  @Test
  void postgres() {
    postgres("17");
  }

  @Test
  @Tag("slow")
  void postgres_of_the_older_debian() {
    postgres("15");
  }

  private void postgres(String version) {
    String wanted = "postgres:" + version;
    assertThat(new StandIn(test, wanted).keeping("/var/lib/postgresql/data").start().refusal())
        .contains("would have no password", "POSTGRES_PASSWORD_FILE");

    StandIn database =
        new StandIn(test, wanted)
            .keeping("/var/lib/postgresql/data")
            .with("POSTGRES_USER", "app")
            .with("POSTGRES_PASSWORD_FILE", SECRET)
            .file(SECRET, "right\n")
            .start()
            .dieAfter("creating configuration files")
            .startAgain()
            .ready("pg_isready", "-q", "-h", "127.0.0.1");
    assertThat(database.output()).contains("cut off; starting it over");
    sql(database, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");
    assertThat(database.run(Map.of("PGPASSWORD", "wrong"), psql(database, "SELECT 1")).stderr())
        .contains("password authentication failed");
    assertThat(database.stop()).as("a clean end").isZero();

    database.startAgain().ready("pg_isready", "-q", "-h", "127.0.0.1");
    assertThat(sql(database, "SELECT n FROM kept")).isEqualTo("42");
    database.replace().ready("pg_isready", "-q", "-h", "127.0.0.1");
    assertThat(sql(database, "SELECT n FROM kept")).isEqualTo("42");
  }

  private static String sql(StandIn database, String query) {
    return database.output(Map.of("PGPASSWORD", "right"), psql(database, query));
  }

  /** By its address in the network, since the loopback address needs no password. */
  private static String[] psql(StandIn database, String query) {
    return new String[] {"psql", "-h", database.address(), "-U", "app", "-tAc", query};
  }

  @Test
  void haproxy() throws IOException {
    haproxy("3.0");
  }

  @Test
  @Tag("slow")
  void haproxy_of_the_older_debian() throws IOException {
    haproxy("2.6");
  }

  private void haproxy(String version) throws IOException {
    String[] listening = {"bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"};
    StandIn proxy =
        new StandIn(test, "haproxy:" + version)
            .file(
                "/usr/local/etc/haproxy/haproxy.cfg",
                """
                defaults
                  mode http
                  timeout client 5s
                frontend f
                  bind :8080
                  http-request return status 200 content-type text/plain string "it serves"
                """)
            .start()
            .ready(listening);
    assertThat(proxy.get(8080, "/").body()).isEqualTo("it serves");
    assertThat(proxy.stop()).isZero();
    // Reloaded only now: a stop signal that meets the master between its two lives is lost.
    // Its worker listens a moment before the master can hear a signal.
    proxy.startAgain().ready(listening).said("Loading success", 2);
    proxy.signal("SIGUSR2");
    proxy.said("Loading success", 3);
    assertThat(proxy.get(8080, "/").body()).as("after a reload").isEqualTo("it serves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "10"})
  @Tag("slow")
  void mariadb(String version) {
    String wanted = "mariadb:" + version;
    assertThat(new StandIn(test, wanted).keeping("/var/lib/mysql").start().refusal())
        .contains("nothing says how its root account is to be protected");

    String[] healthy = {"healthcheck.sh", "--connect", "--innodb_initialized"};
    StandIn database =
        new StandIn(test, wanted)
            .keeping("/var/lib/mysql")
            .with("MARIADB_ROOT_PASSWORD_FILE", SECRET)
            .with("MARIADB_DATABASE", "app")
            .with("MARIADB_USER", "app")
            .with("MARIADB_PASSWORD_FILE", SECRET)
            .file(SECRET, "right\n")
            .start()
            .dieAfter("entrypoint:")
            .startAgain()
            .ready(healthy);
    assertThat(database.output()).contains("cut off; starting it over");
    mariadb(database, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");
    assertThat(database.run(Map.of("MYSQL_PWD", "wrong"), client(database, "SELECT 1")).stderr())
        .contains("Access denied");
    assertThat(database.stop()).as("a clean end").isZero();

    database.startAgain().ready(healthy);
    assertThat(mariadb(database, "SELECT n FROM kept")).isEqualTo("42");
    database.replace().ready(healthy);
    assertThat(mariadb(database, "SELECT n FROM kept")).isEqualTo("42");
  }

  private static String mariadb(StandIn database, String query) {
    return database.output(Map.of("MYSQL_PWD", "right"), client(database, query));
  }

  private static String[] client(StandIn database, String query) {
    return new String[] {"mariadb", "-h", database.address(), "-u", "app", "-Ne", query, "app"};
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "7"})
  @Tag("slow")
  void redis(String version) {
    StandIn cache =
        new StandIn(test, "redis:" + version)
            .keeping("/data")
            .command("redis-server", "--appendonly", "yes")
            .start()
            .ready("redis-cli", "ping");
    assertThat(cache.output(Map.of(), "redis-cli", "-h", cache.address(), "set", "kept", "42"))
        .as("other containers may write")
        .isEqualTo("OK");
    assertThat(cache.stop()).isZero();

    cache.startAgain().ready("redis-cli", "ping");
    assertThat(cache.output(Map.of(), "redis-cli", "get", "kept")).isEqualTo("42");
    assertThat(cache.output(Map.of(), "stat", "-c", "%U", "/data/appendonlydir"))
        .isEqualTo("redis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "3"})
  @Tag("slow")
  void rabbitmq(String version) {
    StandIn queue =
        new StandIn(test, "rabbitmq:" + version)
            .keeping("/var/lib/rabbitmq")
            .with("RABBITMQ_DEFAULT_USER", "app")
            .with("RABBITMQ_DEFAULT_PASS_FILE", SECRET)
            .file(SECRET, "right\n")
            .start()
            .ready("rabbitmqctl", "-q", "authenticate_user", "app", "right");
    assertThat(queue.run(Map.of(), "rabbitmqctl", "-q", "authenticate_user", "app", "x").code())
        .isNotZero();
    queue.output(Map.of(), "rabbitmqctl", "-q", "add_vhost", "kept");

    queue.replace().ready("rabbitmqctl", "-q", "authenticate_user", "app", "right");
    assertThat(queue.output(Map.of(), "rabbitmqctl", "-q", "list_vhosts")).contains("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.22"})
  @Tag("slow")
  void nginx(String version) throws IOException {
    StandIn web =
        new StandIn(test, "nginx:" + version)
            .with("WORD", "filled in")
            .file(
                "/etc/nginx/templates/site.conf.template",
                "server { listen 8080; location / { return 200 \"${WORD} $uri\"; } }")
            .start()
            .ready("curl", "-sf", "http://127.0.0.1:8080/");
    assertThat(web.get(8080, "/x").body())
        .as("nginx's own variables stay")
        .isEqualTo("filled in /x");
    assertThat(web.get(80, "/").statusCode()).as("the supplied site").isEqualTo(200);
    assertThat(web.stop()).isZero();
  }

  @Test
  @Tag("slow")
  void static_files() throws IOException {
    StandIn web =
        new StandIn(test, "static:1")
            .file("/srv/about.html", "<p>about")
            .file("/srv/.env", "SECRET=1")
            .start()
            .ready("probe");
    assertThat(web.get(8080, "/about").body()).isEqualTo("<p>about");
    assertThat(web.get(8080, "/.env").statusCode()).isEqualTo(404);
    assertThat(web.output(Map.of(), "id", "-un")).isEqualTo("nginx");
    assertThat(web.stop()).isZero();
  }
}
