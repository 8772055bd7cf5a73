package steading.image;

import java.nio.file.Path;
import steading.engine.Engine;
import steading.problem.ProblemException;

/**
 * A process of its own that chooses and obtains one image: Docker's configuration comes from the
 * environment, which a running test cannot change.
 */
final class Obtain {
  private Obtain() {}

  public static void main(String[] reference) {
    try (Engine engine = Engine.connect(null)) {
      Images images = new Images(engine, Path.of("/none"));
      ImageChoice choice = images.choose(reference[0], ImageLock.EMPTY);
      images.obtain(choice, _ -> {});
      System.out.println(choice.reference());
    } catch (ProblemException e) {
      System.out.println(e.problems().getFirst().code() + "\n" + e.getMessage());
    }
  }
}
