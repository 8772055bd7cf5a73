package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @Test
  void versionNamesTheCommandAndTheBuild(@TempDir Path home) {
    Ran ran = Ran.of("version", "--home", home.toString());

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("stead ").contains("daemon  not running", home.toString());
  }
}
