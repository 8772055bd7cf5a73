package steading.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

class GivenFileTest {
  @TempDir Path directory;

  @Test
  void whyAFileCannotBeReadIsSaidInWords() {
    assertProblem(directory.resolve("none.pem").toString(), "There is no such file");
    assertProblem(directory.toString(), "It is a directory");
    assertProblem("a\0b", "No file can have this name");
  }

  private static void assertProblem(String file, String why) {
    assertThatThrownBy(() -> GivenFile.text(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("Exception");
  }
}
