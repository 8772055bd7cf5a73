package steading.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.RecipeReader;

class MachineTest {
  private static final long GIB = 1L << 30;

  @TempDir private Path directory;

  private Recipe recipe;

  @BeforeEach
  void aRecipeThatNeedsAMachine() throws Exception {
    Files.writeString(directory.resolve("compose.yaml"), "services: {web: {image: x}}\n");
    Files.writeString(
        directory.resolve("recipe.yaml"),
        "title: Shop\nversions: [{version: '1'}]\nneeds: {memory: 2g, cpus: 2, disk: 5g}\n");
    Problems problems = new Problems();
    recipe = RecipeReader.read(directory, problems);
    problems.raiseIfAny();
  }

  @Test
  void whatAMachineLacksIsToldAllAtOnceWithWhatItHas() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> new Machine(GIB, 1, 3 * GIB).refuseIfTooSmall(recipe));

    assertThat(refused.problems())
        .extracting(Problem::what)
        .containsExactly(
            "Shop needs 2.0 GiB of memory; this machine has 1.0 GiB",
            "Shop needs 2 processors; this machine has 1",
            "Shop needs 5.0 GiB of free disk; this machine has 3.0 GiB");
  }

  @Test
  void aMachineThatIsSoldWithEnoughHasEnoughAndAnUnknownDiskIsBelieved() {
    assertThatCode(() -> new Machine(GIB * 19 / 10, 2, -1).refuseIfTooSmall(recipe))
        .doesNotThrowAnyException();
  }
}
