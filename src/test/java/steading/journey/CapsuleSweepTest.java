package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.engine.ContainerSeen;

/** Kills the daemon at the journal's checkpoints while capsules are made and apps made of them. */
@Tag("engine")
class CapsuleSweepTest {
  private static final int SAMPLE = 2;
  private static final Duration CONVERGES = Duration.ofMinutes(10);

  private enum Kind {
    BACKUP,
    RESTORE,
    BESIDE
  }

  private record Moment(Kind kind, int checkpoint) {}

  private Installation stead;
  private String capsule = "";
  private int rows;
  private Duration longest = Duration.ZERO;

  @Test
  void Promise_kill_at_a_sample_of_the_checkpoints_of_backup_and_restore() throws IOException {
    long seed = Long.getLong("steading.sweep.seed", System.nanoTime());
    System.err.println("capsule sweep: seed " + seed);
    sweep(new Random(seed), SAMPLE);
  }

  @Test
  @Tag("slow")
  void Promise_kill_at_every_checkpoint_of_backup_and_restore() throws IOException {
    sweep(new Random(0), Integer.MAX_VALUE);
  }

  private void sweep(Random random, int sample) throws IOException {
    try (Installation installation = Installation.fresh()) {
      stead = installation;
      stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
      for (int n = 1; n <= 20; n++) {
        web().postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + n * 7 + "}");
      }
      rows = 20;
      web().postFile("/uploads", "kept.txt", "kept");
      capsule = json(stead.stead("backup", "hello", "--json").ok()).path("id").asText();
      stead.stopDaemon();
      List<Moment> moments = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        int count = checkpoints(kind);
        System.err.println("capsule sweep: " + kind + " passes " + count + " checkpoints");
        for (int checkpoint = 1; checkpoint <= count; checkpoint++) {
          moments.add(new Moment(kind, checkpoint));
        }
      }
      dieAtSome(moments, random, sample);
      start("");
      stead.stead("repo", "check", "--read-data").ok();
    }
  }

  private void dieAtSome(List<Moment> moments, Random random, int sample) throws IOException {
    int all = moments.size();
    Collections.shuffle(moments, random);
    List<Moment> chosen = moments.subList(0, Math.min(sample, all));
    List<String> diverged = new ArrayList<>();
    for (Moment moment : chosen) {
      System.err.println("capsule sweep: dying at " + moment);
      try {
        dieAt(moment);
      } catch (AssertionError e) {
        diverged.add(moment + ": " + e.getMessage());
        System.err.println("capsule sweep: diverged at " + diverged.getLast());
      }
    }
    System.err.printf(
        "capsule sweep: %d of %d resumed or rolled back (of %d checkpoints in all);"
            + " the longest next backup took %d s%n",
        chosen.size() - diverged.size(), chosen.size(), all, longest.toSeconds());
    assertThat(diverged).isEmpty();
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

  private int checkpoints(Kind kind) throws IOException {
    start("count");
    perform(kind).ok();
    stead.stopDaemon();
    int count =
        Integer.parseInt(
            Files.readString(stead.home.resolve("run").resolve("checkpoints")).strip());
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
    };
  }

  private void dieAt(Moment moment) throws IOException {
    stead.stopDaemon();
    start(Integer.toString(moment.checkpoint()));
    assertThat(perform(moment.kind()).code()).isIn(0, 1);
    stead.stopDaemon();
    start("");
    Installation.await(
        "the cut-off operation is through",
        CONVERGES,
        () -> !stead.stead("ls", "--json").ok().out().contains("\"busy\""));
    converged();
    removeCopy();
    stead.stopDaemon();
  }

  private void removeCopy() {
    if (Files.exists(stead.home.resolve("apps/copy"))) {
      stead.stead("remove", "copy", "--purge", "--yes").ok();
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
    assertThat(count("hello.localhost")).as("rows").isEqualTo(rows);
    if (copied) {
      assertThat(count("copy.localhost")).as("rows of the copy").isEqualTo(rows);
    }
    Installation.Result next = stead.stead("backup", "hello").ok();
    longest = next.took().compareTo(longest) > 0 ? next.took() : longest;
  }

  private int count(String host) throws IOException {
    String body = stead.web(host).get("/ledger.json").body();
    return body.split("\"n\"", -1).length - 1;
  }
}
