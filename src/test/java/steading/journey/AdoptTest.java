package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.Program;
import steading.compose.Service;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.Attach;
import steading.engine.Engine;

/** A stack that runs under Docker Compose becomes an app, with its data where it is. */
@Tag("engine")
class AdoptTest {
  private static final Duration SOON = Duration.ofMinutes(2);

  private Installation stead;
  private ComposeStack stack;

  @BeforeEach
  void start() {
    stead = Installation.fresh();
    stack = ComposeStack.up(stead.engine);
  }

  @AfterEach
  void clean() {
    Engine engine = stead.engine;
    engine.containers(Map.of("adopt.client", stack.project)).forEach(c -> engine.remove(c.id()));
    stead.stopDaemon();
    if (Files.exists(stead.home.resolve("id"))) {
      engine.containers(stead.label()).forEach(c -> engine.remove(c.id()));
    }
    stack.close();
    stead.close();
  }

  @Test
  void a_running_stack_is_taken_over_while_a_client_reads_it() throws IOException {
    ContainerSeen database = stack.databases().getFirst();
    List<String> volumes = stack.volumes();
    String reader = reader(database.imageId());
    awaitReads(reader, 5);
    Installation.Result adopted =
        stead
            .stead(
                "import-compose",
                stack.file().toString(),
                "shop",
                "--host",
                "shop.localhost",
                "--adopt",
                "--yes")
            .ok();

    int reads = reads(reader).size();
    awaitReads(reader, reads + 5);
    assertThat(reads(reader)).as("every read saw every row").containsOnly("" + ComposeStack.ROWS);
    assertThat(adopted.err() + adopted.out()).contains("stays closed");
    assertThat(stack.rows()).isEqualTo(ComposeStack.ROWS);
    assertThat(stack.volumes()).as("the volume is the same").isEqualTo(volumes);
    assertThat(stead.volumes()).as("and the only one").isEmpty();
    assertThat(stack.databases())
        .as("what was as wanted was not touched")
        .extracting(ContainerSeen::id, ContainerSeen::startedAt)
        .containsExactly(tuple(database.id(), database.startedAt()));
    assertThat(stead.stead("plan").code()).as("the plan is empty").isZero();
    assertThat(stead.web("shop.localhost").get("/").body()).contains("the page");
    assertThat(stead.stead("exec", "shop", "db", "--", "id", "-un").ok().out()).isNotBlank();
    assertThat(stead.stead("info", "shop", "--json").ok().out())
        .contains("\"adopt=" + stack.project + "\"", stack.project + "_data");
    assertThat(stead.stead("ls").ok().out()).contains("running").contains("2/2");
    isAnAppLikeAnyOther();
  }

  private void isAnAppLikeAnyOther() throws IOException {
    stack.write("site/index.html", "edited later");
    assertThat(stead.web("shop.localhost").get("/").body()).contains("the page");
    stead.stead("import-compose", stack.file().toString(), "shop", "--yes").ok();
    assertThat(stead.web("shop.localhost").get("/").body()).contains("edited later");
    assertThat(stead.stead("plan").code()).isZero();

    stead.stead("remove", "shop", "--yes").ok();
    stead.stead("restore", "shop", "--yes").ok();
    assertThat(stack.rows()).isEqualTo(ComposeStack.ROWS);
    stead.stead("remove", "shop", "--purge", "--yes").ok();
    assertThat(stack.volumes()).as("a purge means the data, too").isEmpty();
  }

  @Test
  void a_database_that_differs_is_replaced_on_its_own_volume() {
    String before = stack.databases().getFirst().id();
    stack.write(".env", "DB_PASSWORD=s3cret-of-old\nNOTE=changed\n");

    Installation.Result adopted = adopt().ok();

    assertThat(adopted.err()).contains("differs from the file: environment");
    assertThat(stack.databases()).singleElement().matches(seen -> !seen.id().equals(before));
    assertThat(stack.rows()).isEqualTo(ComposeStack.ROWS);
    assertThat(stead.stead("plan").code()).isZero();
  }

  @Test
  void a_failed_take_over_leaves_the_old_stack_serving() {
    stack.write(".env", "DB_PASSWORD=s3cret-of-old\nNOTE=changed\n");
    stack.edit("[\"httpd\", \"-f\", \"-p\", \"8000\", \"-h\", \"/srv\"]", "[\"false\"]");
    List<String> before = stack.states();

    Installation.Result failed = adopt();

    assertThat(failed.code()).as(failed.err()).isEqualTo(1);
    assertThat(stack.states()).as("the very same containers run").isEqualTo(before);
    Installation.await(
        "the old database answers again",
        SOON,
        () -> stack.databases().getFirst().health() == ContainerSeen.Health.HEALTHY);
    assertThat(stack.rows()).isEqualTo(ComposeStack.ROWS);
    assertThat(stead.containers()).isEmpty();

    stead.stead("remove", "shop", "--yes").ok();
    assertThat(stack.states()).as("removing the app that never was").isEqualTo(before);
  }

  @Test
  @Tag("slow")
  void a_daemon_that_is_killed_while_it_takes_over_goes_on() throws IOException {
    stack.write(".env", "DB_PASSWORD=s3cret-of-old\nNOTE=changed\n");
    for (int checkpoint : List.of(2, 9, 14, 19, 24)) {
      stead.stead(Map.of("STEADING_DIE_AT", "" + checkpoint), "serve", "--detach").ok();
      Installation.Result broken =
          stead.stead(
              "import-compose", stack.file().toString(), "shop" + checkpoint, "--adopt", "--yes");
      assertThat(broken.code()).as("died at checkpoint %s", checkpoint).isEqualTo(1);
      stead.stead(Map.of("STEADING_DIE_AT", ""), "serve", "--detach").ok();
      String app = "shop" + checkpoint;
      Installation.await(
          "checkpoint " + checkpoint + ": taken over, or nothing begun",
          SOON,
          () ->
              !Files.exists(stead.home.resolve("apps/" + app + "/app.yaml"))
                  || stead.stead("plan", app).code() == 0);

      assertThat(stack.databases()).filteredOn(ContainerSeen::running).hasSize(1);
      assertThat(stack.rows()).isEqualTo(ComposeStack.ROWS);
      if (Files.exists(stead.home.resolve("apps/" + app + "/app.yaml"))) {
        assertThat(stack.databases()).hasSize(1);
        giveBack(app);
      }
      stead.stopDaemon();
      forget();
    }
  }

  /** As after its thirty days: a removed app that may come back still has a claim on the stack. */
  private void forget() throws IOException {
    Path trash = stead.home.resolve("trash");
    try (Stream<Path> files = Files.exists(trash) ? Files.walk(trash) : Stream.empty()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Makes it a stack of Compose's once more, for the next round. */
  private void giveBack(String app) {
    stead.stead("remove", app, "--yes").ok();
    stead.stead("serve", "--stop");
    stack.write(".env", "DB_PASSWORD=s3cret-of-old\n");
    stack.compose("up", "-d");
    stack.write(".env", "DB_PASSWORD=s3cret-of-old\nNOTE=changed\n");
  }

  private Installation.Result adopt() {
    return stead.stead("import-compose", stack.file().toString(), "shop", "--adopt", "--yes");
  }

  /** Reads over the network, by the name that the stack's own services use. */
  private String reader(String image) {
    String name = stack.project + "-reader";
    Service client =
        Service.of("reader", image)
            .withProgram(
                Program.DEFAULT.withCommand(
                    List.of(
                        "sh",
                        "-c",
                        "export PGPASSWORD=s3cret-of-old PGCONNECT_TIMEOUT=2; while :; do"
                            + " psql -h db -U postgres -tAc 'select count(*) from entry' 2>&1"
                            + " || echo failed; sleep 0.1; done")));
    stead.engine.create(
        new ContainerSpec(
            name,
            image,
            client,
            Map.of(stack.project + "_default", new Attach(List.of(), null, null)),
            Map.of(),
            Map.of("adopt.client", stack.project),
            List.of(),
            List.of()));
    stead.engine.start(name);
    return name;
  }

  private void awaitReads(String reader, int count) {
    Installation.await(count + " reads", SOON, () -> reads(reader).size() >= count);
  }

  private List<String> reads(String reader) {
    List<byte[]> chunks = new ArrayList<>();
    try (Engine.LogStream log =
        stead.engine.logs(
            reader, new Engine.LogQuery(false, -1, null, false), (_, chunk) -> chunks.add(chunk))) {
      log.await();
    }
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(new String(chunk, StandardCharsets.UTF_8)));
    return text.toString().lines().toList();
  }
}
