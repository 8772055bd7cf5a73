package steading.capsule.repo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.problem.Nearest;

/** The kinds of places, as repositories.yaml names them. */
final class PlaceReader {
  static final List<String> KINDS = List.of(Place.Local.KIND);

  private PlaceReader() {}

  /** Null after a problem. */
  static @Nullable Place read(Fields fields) {
    String kind = fields.requiredText("kind");
    return switch (kind) {
      case Place.Local.KIND -> local(fields);
      default -> {
        fields.problem(
            "kind",
            "repo.unknown-kind",
            "there is no kind of repository named \"" + kind + "\"",
            Nearest.hint(kind, KINDS, "use " + Place.Local.KIND));
        yield null;
      }
    };
  }

  private static @Nullable Place local(Fields fields) {
    String text = fields.requiredText("directory");
    if (!text.startsWith("/") || text.indexOf('\0') >= 0 || text.indexOf(':') >= 0) {
      fields.problem(
          "directory",
          "repo.bad-directory",
          "\"directory\" must be an absolute path without a colon",
          "write it as /srv/backup");
      return null;
    }
    return new Place.Local(Path.of(text));
  }
}
