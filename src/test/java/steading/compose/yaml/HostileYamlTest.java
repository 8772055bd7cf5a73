package steading.compose.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problems;

class HostileYamlTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** The reader's own time: what else the machine does meanwhile is not its fault. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void loadClasses() {
    Yaml.parse("warm.yaml", "a: [&x {b: c}, *x]".getBytes(UTF_8), new Problems());
  }

  private static void refused(String code, byte[] bytes) {
    Problems problems = new Problems();
    long start = THREADS.getCurrentThreadCpuTime();
    Node node = Yaml.parse("f.yaml", bytes, problems);
    Duration taken = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
    assertThat(node).isNull();
    assertThat(problems.list()).extracting("code").containsExactly(code);
    assertThat(taken).isLessThan(PATIENCE);
  }

  private static void refused(String code, String text) {
    refused(code, text.getBytes(UTF_8));
  }

  @Test
  void aBillionLaughsAreCountedNotUnfolded() {
    StringBuilder bomb =
        new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(8)).append("*a").append(i - 1).append("]\n");
    }
    refused("yaml.too-many-values", bomb.toString());
  }

  @Test
  void aChainOfMergeKeysIsCountedToo() {
    StringBuilder bomb = new StringBuilder("a0: &a0 {k: v}\n");
    for (int i = 1; i < 30; i++) {
      String last = "*a" + (i - 1);
      bomb.append("a%d: &a%d {k: %s, l: %s}\n".formatted(i, i, last, last));
    }
    refused("yaml.too-many-values", bomb.toString());
  }

  @Test
  void aliasesCannotMakeATreeDeeperThanItMayBe() {
    StringBuilder tower = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 200; i++) {
      tower
          .append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append("]\n");
    }
    refused("yaml.too-deep", tower.toString());
  }

  @Test
  void anAliasInsideItsOwnAnchorIsRefused() {
    refused("yaml.unknown-alias", "a: &a [*a]\n");
  }

  @Test
  void tenThousandLevelsAreRefused() {
    refused("yaml.too-deep", "[".repeat(10_000));
    refused("yaml.too-deep", "{a: ".repeat(10_000));
    refused("yaml.too-deep", "- ".repeat(10_000) + "x");
  }

  @Test
  void aHundredMebibytesAreRefusedUnread(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("large.yaml");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(100L << 20);
    }
    Problems problems = new Problems();
    long start = System.nanoTime();
    assertThat(Yaml.read(file, problems)).isNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThat(problems.list()).extracting("code").containsExactly("yaml.too-large");
  }

  @Test
  void randomTextNeverThrows() {
    Random random = new Random(42);
    String alphabet = "ab01 \n\t:-?,[]{}#&*!|>'\"%@`\\~<=.\u0085\u2028é\uD83D\uDE00";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Problems problems = new Problems();
      Node node = Yaml.parse("f.yaml", text.toString().getBytes(UTF_8), problems);
      assertThat(node != null || problems.any()).isTrue();
    }
  }
}
