package steading.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

class ContextTest {
  @TempDir Path root;

  @BeforeEach
  void writeAContext() throws IOException {
    write("Dockerfile", "FROM scratch\nCOPY . /\n");
    write("b/one.txt", "one");
    write("a.txt", "a");
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/shadow"));
  }

  @Test
  void theSameContentGivesTheSameHashInAnotherPlaceAndUnderAnotherUmask(@TempDir Path other)
      throws IOException {
    String before = hash(root);
    for (String file : List.of("Dockerfile", "b/one.txt", "a.txt")) {
      Files.createDirectories(other.resolve(file).getParent());
      Files.copy(root.resolve(file), other.resolve(file));
    }
    Files.createSymbolicLink(other.resolve("link"), Path.of("/etc/shadow"));
    Files.setPosixFilePermissions(
        other.resolve("a.txt"), PosixFilePermissions.fromString("rw-rw----"));

    assertThat(hash(other)).isEqualTo(before).matches("[0-9a-f]{12}");
  }

  @Test
  void everyChangeGivesAnotherHash() throws IOException {
    List<String> hashes = new ArrayList<>();
    hashes.add(hash(root));
    write("a.txt", "b");
    hashes.add(hash(root));
    Files.move(root.resolve("a.txt"), root.resolve("c.txt"));
    hashes.add(hash(root));
    Files.setPosixFilePermissions(
        root.resolve("c.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    hashes.add(hash(root));
    Files.createDirectory(root.resolve("empty"));
    hashes.add(hash(root));
    Sources sources = new Sources(new ServiceImages(Path.of("/none")));
    Sources.Source source = sources.read(root, "Dockerfile");
    hashes.add(sources.hash(source, Map.of("A", "1"), ""));
    hashes.add(sources.hash(source, Map.of("A", "2"), ""));
    hashes.add(sources.hash(source, Map.of("A", "2"), "stage"));

    assertThat(hashes).doesNotHaveDuplicates();
  }

  @Test
  void ignoredFilesAreNeitherHashedNorSent() throws IOException {
    write(".dockerignore", "*.log\nbig\n");
    String before = hash(root);
    write("x.log", "noise");
    write("big/file", "noise");

    assertThat(hash(root)).isEqualTo(before);
    assertThat(ContextTree.read(root).entries())
        .extracting(ContextTree.Entry::name)
        .containsExactly("Dockerfile", "a.txt", "b", "b/one.txt", "link");
  }

  @Test
  void tarReadsTheStreamBackWithNamesOfEveryKind() throws Exception {
    String deep = "d".repeat(90) + "/" + "e".repeat(90) + "/ä file";
    write(deep, "deep");
    Files.writeString(root.resolve("b/one.txt"), "x".repeat(70_000));
    Path tar = root.resolveSibling(root.getFileName() + ".tar");
    try (InputStream in =
        ContextTar.of(ContextTree.read(root), "Dockerfile", "FROM scratch\n# changed\n")) {
      Files.copy(in, tar);
    }
    Path out = Files.createDirectory(root.resolveSibling(root.getFileName() + ".out"));
    Process process =
        new ProcessBuilder("tar", "-xf", tar.toString(), "-C", out.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(Files.readString(out.resolve("Dockerfile"))).endsWith("# changed\n");
    assertThat(Files.readString(out.resolve(deep))).isEqualTo("deep");
    assertThat(Files.size(out.resolve("b/one.txt"))).isEqualTo(70_000);
    assertThat(Files.readSymbolicLink(out.resolve("link"))).isEqualTo(Path.of("/etc/shadow"));
  }

  @Test
  void aDockerfileOutsideTheContextIsRefused() {
    Sources sources = new Sources(new ServiceImages(Path.of("/none")));

    assertThatThrownBy(() -> sources.read(root, "../../etc/passwd"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("inside the build context");
    assertThatThrownBy(() -> sources.read(root.resolve("nowhere"), "Dockerfile"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is not a directory");
  }

  private String hash(Path directory) {
    Sources sources = new Sources(new ServiceImages(Path.of("/none")));
    return sources.hash(sources.read(directory, "Dockerfile"), Map.of(), "");
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }
}
