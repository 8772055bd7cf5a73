package steading.capsule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import steading.app.App;
import steading.engine.Engine;
import steading.plan.Desired.VolumeWanted;
import steading.problem.Problem;

/** What is looked at in a capsule of another installation before anything is made of it. */
final class Customs {
  private Customs() {}

  /** What this machine's owner may give an app, another machine's owner may not. */
  static void refuseGrants(App app, List<String> allowed) {
    List<String> open = app.grants().stream().filter(each -> !allowed.contains(each)).toList();
    if (!open.isEmpty()) {
      throw Problem.usage(
              "import.grants",
              app.name() + " wants to use of this machine: " + String.join(", ", open),
              "if it may, give it: --grant " + String.join(" --grant ", open))
          .because("It was granted that where it comes from")
          .raise();
    }
  }

  /** A link would be followed on this machine, where it means something else. */
  static void refuseLinks(Path top) {
    try (Stream<Path> all = Files.walk(top)) {
      all.filter(each ->
              !Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                  && !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
          .findFirst()
          .ifPresent(each -> {
            throw Problem.failed(
                    "import.link",
                    "the capsule has a link or another special file among its settings: "
                        + top.relativize(each),
                    "replace it with a file where the app comes from, and export it again")
                .raise();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Volumes with fixed names may be somebody's already. */
  static void refuseTaken(Engine engine, String app, List<VolumeWanted> volumes) {
    List<String> taken =
        volumes.stream()
            .map(VolumeWanted::real)
            .filter(real -> engine.volume(real).isPresent())
            .toList();
    if (!taken.isEmpty()) {
      throw Problem.failed(
              "import.volume-taken",
              app + " would write into volumes that are here already: " + String.join(", ", taken),
              "take their names out of its Compose file where it comes from, or import it on"
                  + " another machine")
          .raise();
    }
  }
}
