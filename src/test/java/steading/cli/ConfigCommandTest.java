package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  private @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    write("compose.yaml", "name: shop\nservices:\n  web:\n    image: web:${TAG}-${EXTRA:-none}\n");
    write("more.yaml", "services:\n  web:\n    command: [run]\n");
    write(".env", "TAG=1\nEXTRA=dot\n");
    write("other.env", "TAG=2\n");
  }

  @Test
  void filesLieOverEachOtherAndVariablesAreFilledIn() {
    Ran ran = config("-f", file("compose.yaml"), "-f", file("more.yaml"));

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("name: shop", "image: web:1-dot", "- run");
  }

  @Test
  void aFileOfVariablesReplacesTheUsualOneAndTheEnvironmentWins() {
    String[] words = {"config", "-f", file("compose.yaml"), "--env-file", file("other.env")};

    assertThat(Ran.of(words).out()).contains("image: web:2-none");
    assertThat(Ran.with(Map.of("TAG", "3"), "", words).out()).contains("image: web:3-none");
  }

  @Test
  void jsonIsTheSameModel() {
    Ran ran = config("-f", file("compose.yaml"), "--format", "json", "-p", "named");

    assertThat(ran.out()).startsWith("{\n").contains("\"name\": \"named\"", "\"web:1-dot\"");
    assertThat(config("-f", file("compose.yaml"), "--format", "xml").exit()).isEqualTo(2);
  }

  @Test
  void everyProblemOfAFileIsToldWithItsPlace() throws IOException {
    write("bad.yaml", "services:\n  web:\n    image: web\n    prots: []\n    cpus: many\n");

    Ran ran = config("-f", file("bad.yaml"));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("bad.yaml:4:", "bad.yaml:5:");
    assertThat(config("-f", file("absent.yaml")).exit()).isNotZero();
  }

  @Test
  void singleThingsArePrintedOneALine() throws IOException {
    write(
        "many.yaml",
        "name: m\nservices: {a: {image: x}, b: {build: .}, c: {image: y, profiles: [p],"
            + " volumes: ['data:/x']}}\nvolumes: {data: }\n");

    String[] file = {"-f", file("many.yaml")};
    assertThat(config(file[0], file[1], "--services").out()).isEqualTo("a\nb\n");
    assertThat(config(file[0], file[1], "--images").out()).isEqualTo("x\nm-b\n");
    assertThat(config(file[0], file[1], "--profile", "p", "--volumes").out()).isEqualTo("data\n");
    assertThat(config(file[0], file[1], "--quiet").out()).isEmpty();
    assertThat(config(file[0], file[1], "--no-interpolate").exit()).isZero();
  }

  @Test
  void aHashStaysAsLongAsTheServiceDoes() {
    Ran one = config("-f", file("compose.yaml"), "--hash", "web");

    assertThat(one.out()).matches("web [0-9a-f]{64}\n");
    assertThat(config("-f", file("compose.yaml"), "--hash", "*").out()).isEqualTo(one.out());
    assertThat(config("-f", file("compose.yaml"), "-f", file("more.yaml"), "--hash", "web").out())
        .isNotEqualTo(one.out());
    assertThat(config("-f", file("compose.yaml"), "--hash", "wep").exit()).isEqualTo(5);
  }

  private Ran config(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "config";
    System.arraycopy(words, 0, all, 1, words.length);
    return Ran.of(all);
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
