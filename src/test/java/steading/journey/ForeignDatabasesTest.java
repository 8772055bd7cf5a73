package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.Engine;
import steading.engine.Engine.ExecSpec;

/** An app of a plain Compose file, about whose databases nobody said anything. */
@Tag("engine")
class ForeignDatabasesTest {
  private static final String STACK =
      """
      services:
        db:
          image: mariadb:11.8
          environment:
            MARIADB_DATABASE: shop
            MARIADB_USER: shop
            MARIADB_PASSWORD: not-so-secret
            MARIADB_RANDOM_ROOT_PASSWORD: "1"
          volumes: [rows:/var/lib/mysql]
          healthcheck:
            test: [CMD, healthcheck.sh, --connect, --innodb_initialized]
            interval: 3s
            timeout: 20s
            retries: 30
            start_period: 120s
        cache:
          image: redis:8
          command: [redis-server, --appendonly, "yes"]
          volumes: [keys:/data]
          healthcheck:
            test: [CMD, redis-cli, ping]
            interval: 3s
            timeout: 20s
            retries: 30
      volumes:
        rows:
        keys:
      """;

  private static final String CACHE =
      """
      services:
        cache:
          image: redis:8
          command: [redis-server, --appendonly, "yes"]
          volumes: [keys:/data]
          healthcheck:
            test: [CMD, redis-cli, ping]
            interval: 3s
            timeout: 20s
            retries: 30
      volumes:
        keys: {name: %s}
      """;

  private Installation stead;

  @Test
  void mariadb_and_redis_of_a_plain_compose_file_are_dumped_and_loaded(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("compose.yaml"), STACK);
    try (Installation installation = Installation.fresh()) {
      stead = installation;
      stead.stead("import-compose", file.toString(), "shop", "--yes").ok();
      sql("shop", "CREATE TABLE goods (id INT PRIMARY KEY, name TEXT, picture BLOB)");
      sql("shop", "INSERT INTO goods VALUES (1, 'a (b) \\'c\\'; d', 0x00FF27), (2, NULL, NULL)");
      sql("shop", "CREATE PROCEDURE often() SELECT 1");
      exec("shop", "cache", "redis-cli", "set", "greeting", "hello");

      stead.stead("backup", "shop").ok();
      sql("shop", "DELETE FROM goods");
      stead.stead("restore", "shop", "--as", "second", "--host", "second.localhost").ok();

      assertThat(sql("second", "SELECT id, name, hex(picture) FROM goods ORDER BY id"))
          .isEqualTo("1\ta (b) 'c'; d\t00FF27\n2\tNULL\tNULL\n");
      assertThat(sql("second", "SHOW PROCEDURE STATUS WHERE Db = 'shop'")).contains("often");
      assertThat(exec("second", "cache", "redis-cli", "get", "greeting")).isEqualTo("hello\n");
      assertThat(sql("shop", "SELECT count(*) FROM goods")).isEqualTo("0\n");

      stead.stead("restore", "shop", "--yes").ok();

      assertThat(sql("shop", "SELECT count(*) FROM goods")).isEqualTo("2\n");
      assertThat(exec("shop", "cache", "redis-cli", "get", "greeting")).isEqualTo("hello\n");
    }
  }

  @Test
  void a_copy_never_writes_into_a_volume_whose_name_is_fixed(@TempDir Path directory)
      throws IOException {
    try (Installation installation = Installation.fresh()) {
      stead = installation;
      String name = "steading-test-" + directory.getFileName().toString().replaceAll("\\W", "");
      Path file = Files.writeString(directory.resolve("compose.yaml"), CACHE.formatted(name));
      stead
          .stead("import-compose", file.toString(), "shop", "--grant", "external=" + name, "--yes")
          .ok();
      exec("shop", "cache", "redis-cli", "set", "greeting", "before");
      stead.stead("backup", "shop").ok();
      exec("shop", "cache", "redis-cli", "set", "greeting", "after");

      Installation.Result refused =
          stead.stead("restore", "shop", "--as", "second", "--host", "second.localhost");

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("the same volume as shop: " + name);
      assertThat(exec("shop", "cache", "redis-cli", "get", "greeting")).isEqualTo("after\n");
      assertThat(stead.stead("ls").ok().out()).doesNotContain("second");
      stead.stead("remove", "shop", "--purge", "--no-backup", "--yes").ok();
    }
  }

  private String sql(String app, String statement) {
    return exec(
        app,
        "db",
        "mariadb",
        "--user=shop",
        "--password=not-so-secret",
        "--batch",
        "--skip-column-names",
        "--execute=" + statement,
        "shop");
  }

  private String exec(String app, String service, String... command) {
    String container =
        stead.containers().stream()
            .filter(name -> name.contains("-" + app + "-" + service + "-"))
            .findFirst()
            .orElseThrow();
    Engine.ExecResult result =
        stead.engine.execAndWait(container, ExecSpec.of(command), Duration.ofMinutes(5));
    assertThat(result.code()).as(result.stderr()).isZero();
    return result.stdout();
  }
}
