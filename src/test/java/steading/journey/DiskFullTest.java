package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home on a small disk that is full at the wrong moment. */
@Tag("engine")
class DiskFullTest {
  private static final int BLOCK = 4096;

  @TempDir private Path directory;
  private Path disk;
  private Path recipe;
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException {
    PrivateEngine.needsRoot();
    recipe = MoodyRecipe.in(directory);
    disk = Files.createDirectory(directory.resolve("disk"));
    Path image = directory.resolve("image");
    PrivateEngine.run("truncate", "--size=24M", image.toString());
    PrivateEngine.run("mkfs.ext4", "-q", "-m", "0", image.toString());
    PrivateEngine.run("mount", "-o", "loop", image.toString(), disk.toString());
    mounted = true;
  }

  @AfterEach
  void unmount() {
    if (mounted) {
      PrivateEngine.run("umount", "--lazy", disk.toString());
    }
  }

  private Installation installation() throws IOException {
    return Installation.in(Files.createDirectory(disk.resolve("home")));
  }

  @Test
  void a_change_on_a_full_disk_fails_with_one_problem_and_the_app_goes_on() throws IOException {
    try (Installation stead = installation()) {
      install(stead).ok();
      for (int left : List.of(0, 1, 2, 4, 8, 12, 16, 24)) {
        fill(left);
        changeOnFullDisk(stead, "left " + left);
        if (left == 0) {
          restartsOnFullDisk(stead);
        }
        free();
        stead.stead("apply", "moody", "--yes").ok();
        assertThat(stead.stead("plan", "moody").code()).isZero();
        assertThat(stead.containers()).hasSize(1);
      }
    }
  }

  /** The fuller the disk, the earlier it fails; where all can be written it may well succeed. */
  private static void changeOnFullDisk(Installation stead, String mood) throws IOException {
    try (Visitor visitor = new Visitor(stead.web("moody.localhost"))) {
      Installation.Result result = stead.stead("set", "moody", "mood=" + mood, "--yes");
      System.err.println("disk full: " + mood + " blocks: exit code " + result.code());
      if (result.code() != 0) {
        oneProblem(result);
      }
      assertThat(visitor.failures()).isEmpty();
    }
    assertThat(stead.web("moody.localhost").get("/").status()).isEqualTo(200);
  }

  /** What the daemon cannot note down, it must be able to read. */
  private static void restartsOnFullDisk(Installation stead) throws IOException {
    stead.killDaemon();
    Installation.Result result = stead.stead("ls");
    if (result.code() != 0) {
      oneProblem(result);
    }
    assertThat(stead.web("moody.localhost").get("/").status()).isEqualTo(200);
  }

  @Test
  void an_install_on_a_full_disk_fails_with_one_problem_and_can_be_done_later() throws IOException {
    try (Installation stead = installation()) {
      stead.stead("ls").ok();
      fill(0);
      oneProblem(install(stead));
      assertThat(stead.containers()).isEmpty();
      free();
      boolean written = Files.exists(stead.home.resolve("apps/moody/app.yaml"));
      (written ? stead.stead("apply", "moody", "--yes") : install(stead)).ok();
      assertThat(stead.stead("plan", "moody").code()).isZero();
      assertThat(stead.web("moody.localhost").get("/").status()).isEqualTo(200);
    }
  }

  private Installation.Result install(Installation stead) {
    return stead.stead("install", recipe.toString(), "moody", "--host", "moody.localhost", "--yes");
  }

  private static void oneProblem(Installation.Result result) {
    System.err.println(
        "disk full: " + result.err().lines().filter(l -> l.startsWith("stead:")).toList());
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("Fix:")
        .containsIgnoringCase("disk")
        .doesNotContain("at steading.")
        .doesNotContain("\tat ")
        .doesNotContain("went wrong inside");
    assertThat(result.err().lines().filter(line -> line.startsWith("stead:"))).hasSize(1);
  }

  private void fill(int blocksLeft) throws IOException {
    for (int size = BLOCK; size > 0; size /= 8) {
      fill(new byte[BLOCK], size);
    }
    assertThat(disk.toFile().getUsableSpace()).isLessThan(BLOCK);
    try (FileChannel filling =
        FileChannel.open(disk.resolve("filling" + BLOCK), StandardOpenOption.WRITE)) {
      filling.truncate(filling.size() - (long) blocksLeft * BLOCK);
      filling.force(true);
    }
  }

  private void fill(byte[] block, int size) {
    try (OutputStream out = Files.newOutputStream(disk.resolve("filling" + size))) {
      while (true) {
        out.write(block, 0, size);
      }
    } catch (IOException e) {
      // Full, as wanted.
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private void free() throws IOException {
    for (int size = BLOCK; size > 0; size /= 8) {
      Files.deleteIfExists(disk.resolve("filling" + size));
    }
  }
}
