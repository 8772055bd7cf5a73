package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.capsule.parcel.Parcel;
import steading.engine.ContainerSeen;

/** Kills the daemon at the journal's checkpoints while capsules are made and apps made of them. */
@Tag("engine")
class CapsuleSweepTest {
  private static final int SAMPLE = 2;
  private static final int ROWS = 20;
  private static final String PASSWORD = "a password for a sweep";
  private static final Duration CONVERGES = Duration.ofMinutes(10);
  private static final Duration NEXT_BACKUP = Duration.ofSeconds(60);

  private enum Kind {
    BACKUP,
    RESTORE,
    BESIDE,
    PART,
    EXPORT,
    IMPORT
  }

  @Test
  void Promise_kill_at_a_sample_of_the_checkpoints_of_backup_and_restore() throws Exception {
    new Deaths<>("capsule sweep", List.of(Kind.BACKUP, Kind.RESTORE, Kind.BESIDE), World::new)
        .atSome(SAMPLE);
  }

  @Test
  @Tag("slow")
  void Promise_kill_at_every_checkpoint_of_backup_and_restore() throws Exception {
    new Deaths<>("capsule sweep", List.of(Kind.values()), World::new).atEvery();
  }

  private static final class World implements Deaths.World<Kind> {
    private final Installation stead = Installation.fresh();
    private final String capsule;
    private final Path parcel;
    private final Path exported;
    private final Path password;
    private Duration longest = Duration.ZERO;

    World() throws IOException {
      parcel = stead.home.resolveSibling(stead.home.getFileName() + ".parcel");
      exported = stead.home.resolveSibling(stead.home.getFileName() + ".exported");
      password = stead.home.resolveSibling(stead.home.getFileName() + ".password");
      Files.writeString(password, PASSWORD);
      stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
      for (int n = 1; n <= ROWS; n++) {
        web().postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
      }
      web().postFile("/uploads", "kept.txt", "kept");
      capsule = json(stead.stead("backup", "hello", "--json").ok()).path("id").asText();
      stead.stopDaemon();
    }

    /** A file to import is made by the first who needs one. */
    private void prepare(Kind kind) {
      if (kind == Kind.IMPORT && !Files.exists(parcel)) {
        start("");
        export(parcel).ok();
      }
      stead.stopDaemon();
    }

    private Installation.Result export(Path file) {
      return stead.stead(
          "export", "hello", file.toString(), "--password-file", password.toString());
    }

    @Override
    public void over() {
      start("");
      stead.stead("repo", "check", "--read-data").ok();
      System.err.println(
          "capsule sweep: the longest next backup took " + longest.toSeconds() + " s");
      assertThat(longest).as("the longest next backup").isLessThan(NEXT_BACKUP);
    }

    @Override
    public void close() throws IOException {
      stead.close();
      for (Path file : List.of(parcel, exported, password)) {
        Files.deleteIfExists(file);
      }
    }

    private Web web() {
      return stead.web("hello.localhost");
    }

    private static JsonNode json(Installation.Result result) {
      try {
        return new ObjectMapper().readTree(result.out());
      } catch (JsonProcessingException e) {
        throw new AssertionError(result.out(), e);
      }
    }

    @Override
    public int checkpoints(Kind kind) throws IOException {
      prepare(kind);
      start("count");
      perform(kind).ok();
      stead.stopDaemon();
      int count = stead.checkpointsPassed();
      start("");
      removeCopy();
      stead.stopDaemon();
      return count;
    }

    private void start(String dieAt) {
      stead.stead(Map.of("STEADING_DIE_AT", dieAt), "serve", "--detach").ok();
    }

    private Installation.Result perform(Kind kind) {
      return switch (kind) {
        case BACKUP -> stead.stead("backup", "hello");
        case RESTORE -> stead.stead("restore", "hello", capsule, "--yes");
        case BESIDE ->
            stead.stead("restore", "hello", capsule, "--as", "copy", "--host", "copy.localhost");
        case PART -> stead.stead("restore", "hello", capsule, "--database", "db", "--yes");
        case EXPORT -> export(exported);
        case IMPORT ->
            stead.stead(
                "import",
                parcel.toString(),
                "copy",
                "--host",
                "copy.localhost",
                "--password-file",
                password.toString());
      };
    }

    @Override
    public boolean dieAt(Deaths.Moment<Kind> moment) throws IOException {
      prepare(moment.kind());
      start(Integer.toString(moment.checkpoint()));
      int code = perform(moment.kind()).code();
      assertThat(code).isIn(0, 1);
      stead.stopDaemon();
      start("");
      Installation.await(
          "the cut-off operation is through",
          CONVERGES,
          () -> !stead.stead("ls", "--json").ok().out().contains("\"busy\""));
      converged();
      removeCopy();
      stead.stopDaemon();
      return code == 1;
    }

    private void removeCopy() throws IOException {
      Files.deleteIfExists(exported);
      if (Files.exists(stead.home.resolve("apps/copy"))) {
        stead.stead("remove", "copy", "--purge", "--no-backup", "--yes").ok();
      }
    }

    private void converged() throws IOException {
      Installation.Result plan = stead.stead("plan");
      assertThat(plan.code()).as("still to do:\n%s%s", plan.out(), plan.err()).isZero();
      boolean copied = Files.exists(stead.home.resolve("apps/copy"));
      assertThat(stead.containers()).as("orphans").hasSize(copied ? 6 : 3);
      assertThat(stead.volumes()).as("orphans").hasSize(copied ? 4 : 2);
      assertThat(stead.engine.containers(stead.label()))
          .allMatch(seen -> seen.state() == ContainerSeen.State.RUNNING);
      assertThat(stead.home.resolve("staging").resolve("hello")).doesNotExist();
      assertThat(stead.home.resolve("staging").resolve(".parcel-hello")).doesNotExist();
      assertThat(stead.home.resolve("staging").resolve(".parcel-copy")).doesNotExist();
      assertThat(exported.resolveSibling("." + exported.getFileName() + ".part")).doesNotExist();
      if (Files.exists(exported)) {
        assertThat(new Parcel(exported, PASSWORD).check().label().app()).isEqualTo("hello");
      }
      assertThat(count("hello.localhost")).as("rows").isEqualTo(ROWS);
      if (copied) {
        assertThat(count("copy.localhost")).as("rows of the copy").isEqualTo(ROWS);
      }
      Installation.Result next = stead.stead("backup", "hello").ok();
      longest = next.took().compareTo(longest) > 0 ? next.took() : longest;
    }

    private int count(String host) throws IOException {
      String body = stead.web(host).get("/ledger.json").body();
      return body.split("\"n\"", -1).length - 1;
    }
  }
}
