package steading.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Walks one checkout through its life; in order, because each build takes its time. */
@Tag("launcher")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTest {
  private static final String VERSION_LINE = "(?s)stead \\d+\\.\\d+\\.\\d+\\R.*";
  private static final String SOURCE = "src/main/java/steading/cli/Main.java";

  private Path directory;
  private Checkout checkout;

  @BeforeAll
  void copyTheCheckout(@TempDir Path empty) throws IOException {
    directory = empty;
    checkout = Checkout.in(directory.resolve("a checkout"));
  }

  @Test
  @Order(1)
  void aFreshCheckoutBuildsItselfEvenThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("stead"), checkout.path("stead"));

    Checkout.Ended ended = checkout.run(link, Map.of(), "version");

    assertThat(ended.err()).startsWith("stead: building Steading (log: ");
    assertThat(ended.out()).matches(VERSION_LINE);
    assertThat(ended.status()).isZero();
    assertThat(checkout.jars()).hasSize(1);
    assertThat(checkout.path("target/launch")).doesNotExist();
  }

  @Test
  @Order(2)
  void theNextCommandStartsAtOnce() throws Exception {
    Checkout.Ended ended = checkout.stead("version");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).matches(VERSION_LINE);
  }

  @Test
  @Order(3)
  void aSpoiltCacheGoesUnnoticed() throws Exception {
    Path tried = checkout.apps(".tried").getFirst();
    String name = tried.getFileName().toString();
    Files.writeString(tried.resolveSibling(name.replace(".tried", "")), "no cache");

    Checkout.Ended ended = checkout.stead("version");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).matches(VERSION_LINE);
  }

  @Test
  @Order(4)
  void anInterruptedBuildLeavesWhatWasThere() throws Exception {
    List<Path> before = checkout.jars();
    change(SOURCE, "// a change\n");
    Files.delete(checkout.path("target/build.log"));

    Process process = checkout.builder(checkout.path("stead"), Map.of(), "version").start();
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.readLine()).startsWith("stead: building Steading");
      awaitFile(checkout.path("target/build.log"));
      process.toHandle().destroy();
      assertThat(err.readLine()).startsWith("stead: the build was interrupted");
    }

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(checkout.jars()).isEqualTo(before);
    assertThat(checkout.path("target/launch")).doesNotExist();
  }

  @Test
  @Order(5)
  void aChangedSourceIsBuiltAndTheFormerJarKeptForARunningDaemon() throws Exception {
    List<Path> before = checkout.jars();

    Checkout.Ended ended = checkout.stead("version");

    assertThat(ended.err()).startsWith("stead: building Steading");
    assertThat(ended.out()).matches(VERSION_LINE);
    assertThat(checkout.jars()).hasSize(2).containsAll(before);
  }

  @Test
  @Order(6)
  void aBrokenSourceIsNamed() throws Exception {
    List<Path> before = checkout.jars();
    Path added = checkout.path("src/main/java/steading/cli/Broken.java");
    Files.writeString(added, "package steading.cli; class Broken {");

    Checkout.Ended broken = checkout.stead("version");

    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err())
        .contains("Broken.java:[1,", "the build failed (log: ", "\n  fix: ")
        .doesNotContain("[Help 1]");
    assertThat(checkout.jars()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void aDeletedSourceCountsAsAChange() throws Exception {
    Files.delete(checkout.path("src/main/java/steading/cli/Broken.java"));

    assertThat(checkout.stead("version").err()).startsWith("stead: building Steading");
    assertThat(checkout.stead("version").err()).isEmpty();
  }

  @Test
  @Order(8)
  void theJdkOfJavaHomeIsUsedWhenItIsNewEnough() throws Exception {
    Map<String, String> fits = Map.of("JAVA_HOME", jdk("26.0.1").toString());
    Map<String, String> tooOld = Map.of("JAVA_HOME", jdk("17.0.9").toString());

    assertThat(checkout.run(checkout.path("stead"), fits, "a", "b c").out())
        .startsWith("java 26.0.1\n")
        .contains("\n-Dsteading.source=" + checkout.path("").toRealPath() + "\n")
        .endsWith("\nsteading.cli.Main\na\nb c\n");
    assertThat(checkout.run(checkout.path("stead"), tooOld, "version").out()).matches(VERSION_LINE);
  }

  /** A JDK as far as the launcher looks, whose java tells how it was called. */
  private Path jdk(String version) throws IOException {
    Path home = directory.resolve("jdk-" + version);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String name : List.of("java", "javac")) {
      Path file =
          Files.writeString(
              bin.resolve(name),
              "#!/bin/sh\necho java " + version + "\nfor a in \"$@\"; do echo \"$a\"; done\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return home;
  }

  private void change(String name, String text) throws IOException {
    Files.writeString(checkout.path(name), text, StandardOpenOption.APPEND);
  }

  private static void awaitFile(Path file) {
    while (Files.notExists(file)) {
      Thread.onSpinWait();
    }
  }
}
