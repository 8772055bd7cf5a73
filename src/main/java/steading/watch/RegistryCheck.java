package steading.watch;

import java.util.List;
import java.util.Optional;
import steading.engine.Engine;
import steading.engine.EngineException;

/** Where images come from. Either answer is fine: it only explains what happens. */
final class RegistryCheck {
  private static final String NAME = "registry";
  private static final String PROBE = "debian:13-slim";

  private final Engine engine;

  RegistryCheck(Engine engine) {
    this.engine = engine;
  }

  List<Finding> look() {
    return List.of(Finding.ok(NAME, answers() ? "Docker Hub answers" : silent()));
  }

  private boolean answers() {
    try {
      Optional<String> digest = engine.remoteDigest(PROBE);
      return digest.isPresent();
    } catch (EngineException e) {
      return switch (e.reason()) {
        // A refusal is an answer, too.
        case DENIED, NOT_FOUND -> true;
        case UNREACHABLE,
            NAME_TAKEN,
            CONFLICT,
            BAD_REQUEST,
            PORT_TAKEN,
            NO_SPACE,
            BUILD_FAILED,
            FAILED ->
            false;
      };
    }
  }

  private static String silent() {
    return "no registry answers; images are built here from Debian packages";
  }
}
