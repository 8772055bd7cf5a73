package steading.compose.phase;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.compose.schema.Shapes;
import steading.compose.schema.Validator;
import steading.compose.yaml.Node;
import steading.problem.Place;

/** Files of one project, the later ones laid over the earlier ones, checked and with defaults. */
final class Layers {
  private final Context context;
  private final Path directory;
  private final List<Path> chain;

  /**
   * @param directory of the project, for all its files
   * @param chain the files that include this project, outermost first
   */
  Layers(Context context, Path directory, List<Path> chain) {
    this.context = context;
    this.directory = directory;
    this.chain = chain;
  }

  /** Null when no file could be read. */
  @Nullable Node load(List<Path> files, Place place) {
    Node merged = null;
    List<Path> reading = new ArrayList<>(chain);
    for (Path file : files) {
      reading.add(file);
      for (Node document : context.documents(file, place)) {
        merged = over(merged, document, List.copyOf(reading));
      }
    }
    if (merged == null) {
      return null;
    }
    Node defaulted = Defaults.apply(merged);
    new Rules(context.problems()).check(defaulted);
    return new Paths(context, directory).resolve(defaulted);
  }

  private @Nullable Node over(@Nullable Node below, Node document, List<Path> reading) {
    if (document instanceof Node.Scalar scalar && scalar.isNull()) {
      context
          .problems()
          .at(document.place(), "compose.empty", "the file is empty", "add services: to the file");
      return below;
    }
    Node extended = new Extends(context, directory).apply(document);
    Node including = new Include(context, directory, reading).apply(extended);
    Node merged = Merge.clean(new Merge(context.problems()).merge(below, including));
    new Validator(context.problems(), context.filling()).check(merged, Shapes.PROJECT);
    return merged;
  }
}
