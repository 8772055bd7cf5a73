package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;

/** Small projects that would become huge ones: refused before they cost anything. */
class HostileProjectTest {
  private static final long MILLIS = 1_000_000;
  private static final long PATIENCE = 200 * MILLIS;
  private static final long MEMORY = 64L << 20;

  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void warmUp() {
    Loading warm = new Loading(directory.resolve("warm"));
    warm.file("base.yaml", "services: {base: {image: x}}")
        .file("x.env", "A=1\n")
        .web("extends: {file: base.yaml, service: base}\nports: ['1:1']\nenv_file: x.env")
        .project();
    loading = new Loading(directory.resolve("bomb"));
  }

  private void refused(String code) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long cpu = thread.getCurrentThreadCpuTime();
    long memory = thread.getCurrentThreadAllocatedBytes();
    loading.project();
    long took = thread.getCurrentThreadCpuTime() - cpu;
    long allocated = thread.getCurrentThreadAllocatedBytes() - memory;
    System.err.printf("hostile project %s: %d ms, %d MiB%n", code, took / MILLIS, allocated >> 20);

    assertThat(loading.problems.list()).extracting(Problem::code).contains(code);
    assertThat(took).as("nanoseconds of the processor").isLessThan(PATIENCE);
    assertThat(allocated).as("bytes allocated").isLessThan(MEMORY);
  }

  @Test
  void filesThatIncludeTheNextOneTwice() {
    for (int i = 0; i < 25; i++) {
      String next = "f" + (i + 1) + ".yaml";
      loading.file("f" + i + ".yaml", "include: [" + next + ", {path: ./" + next + "}]\n");
    }
    loading.file("f25.yaml", "services: {}\n").compose("include: [f0.yaml]\n");
    refused("compose.too-many-files");
  }

  @Test
  void aLongChainOfIncludes() {
    for (int i = 0; i < 500; i++) {
      loading.file("f" + i + ".yaml", "include: [f" + (i + 1) + ".yaml]\n");
    }
    loading.compose("include: [f0.yaml]\n");
    refused("compose.too-many-files");
  }

  @Test
  void aThousandServicesThatExtendALargeOne() {
    String large =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "      A" + i + ": x\n")
            .collect(Collectors.joining());
    String many =
        IntStream.range(0, 900)
            .mapToObj(i -> "  s" + i + ": {extends: {service: large}}\n")
            .collect(Collectors.joining());
    loading.compose("services:\n  large:\n    image: x\n    environment:\n" + large + many);
    refused("compose.too-large");
  }

  @Test
  void aLongChainOfExtends() {
    String chain =
        IntStream.range(0, 900)
            .mapToObj(i -> "  s" + i + ": {extends: {service: s" + (i + 1) + "}}\n")
            .collect(Collectors.joining());
    loading.compose("services:\n" + chain + "  s900: {image: x}\n");
    refused("compose.extends-too-long");
  }

  @Test
  void rangesOfAllPorts() {
    String ports =
        IntStream.range(0, 60)
            .mapToObj(i -> "'127.0.0." + i + ":1-65000:1-65000'")
            .collect(Collectors.joining(", "));
    loading.web("ports: [" + ports + "]");
    refused("compose.port");
  }

  @Test
  void variablesThatDoubleEachOther() {
    StringBuilder file = new StringBuilder("A0=xxxxxxxxxxxxxxxxxxxx\n");
    for (int i = 1; i < 40; i++) {
      file.append("A%d=${A%d}${A%d}\n".formatted(i, i - 1, i - 1));
    }
    loading.file("web.env", file.toString()).web("env_file: web.env");
    refused("compose.env-file");
  }

  @Test
  void aFileOfVariablesOfAHundredMebibytes() throws IOException {
    loading.file("web.env", "");
    try (RandomAccessFile sparse =
        new RandomAccessFile(loading.directory.resolve("web.env").toFile(), "rw")) {
      sparse.setLength(100L << 20);
    }
    loading.web("env_file: web.env");
    refused("compose.env-file");
  }
}
