package steading.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import steading.engine.Engine;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe;

/**
 * What the Engine's machine has to offer to a new app.
 *
 * @param disk what is free for images and volumes, in bytes; less than 0 where that is not known
 */
record Machine(long memory, int cpus, long disk) {
  private static final double GIB = 1L << 30;

  /** A machine that is sold with 4 GB shows its programs a little less. */
  private static final double NEARLY = 0.9;

  static Machine of(Engine engine) {
    Engine.EngineInfo info = engine.info();
    return new Machine(info.memory(), info.cpus(), free(info.dataRoot()));
  }

  /** Every app of that recipe would be slow, be killed or fill the disk. */
  void refuseIfTooSmall(Recipe recipe) {
    Recipe.Needs needs = recipe.needs();
    Problems problems = new Problems();
    if (memory < needs.memory() * NEARLY) {
      problems.add(
          lacks(
              recipe,
              gib(needs.memory()) + " of memory",
              gib(memory),
              "Give the machine more memory"));
    }
    if (cpus < needs.cpus()) {
      problems.add(
          lacks(
              recipe,
              Math.round(Math.ceil(needs.cpus())) + " processors",
              String.valueOf(cpus),
              "Give the machine more processors"));
    }
    if (disk >= 0 && disk < needs.disk()) {
      problems.add(
          lacks(
              recipe,
              gib(needs.disk()) + " of free disk",
              gib(disk),
              "Make room, for example with `stead gc`, or mount a larger disk"));
    }
    problems.raiseIfAny();
  }

  private static Problem lacks(Recipe recipe, String needed, String there, String fix) {
    return Problem.failed(
            "machine.too-small",
            recipe.title() + " needs " + needed + "; this machine has " + there,
            fix + ", or copy the recipe's directory, lower needs: there and install that")
        .because("Its recipe says that it is of no use with less");
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  private static long free(Path directory) {
    try {
      return Files.isDirectory(directory) ? Files.getFileStore(directory).getUsableSpace() : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
