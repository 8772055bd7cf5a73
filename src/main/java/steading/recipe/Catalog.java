package steading.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.Problems;

/** The recipes that can be installed. Of two with the same name, the earlier directory's counts. */
public final class Catalog {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  private final List<Path> directories;

  public Catalog(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * The recipe of that name, or in the directory whose absolute path that is; a problem says when
   * there is none or what is wrong with it.
   */
  public Optional<Recipe> find(String name, Problems problems) {
    if (name.startsWith("/") && name.indexOf('\0') < 0) {
      return read(Path.of(name), problems);
    }
    Map<String, Path> known = known(problems);
    Path directory = known.get(name);
    if (directory == null) {
      problems.add(
          Problem.notFound(
              "recipe.not-found",
              "there is no recipe named " + Shown.quoted(name),
              Nearest.hint(name, known.keySet(), "list a directory of recipes in steading.yaml")));
      return Optional.empty();
    }
    return read(directory, problems);
  }

  private static Optional<Recipe> read(Path directory, Problems problems) {
    Problems own = new Problems();
    Recipe recipe = RecipeReader.read(directory, own);
    own.list().forEach(problems::add);
    return own.any() ? Optional.empty() : Optional.of(recipe);
  }

  /** Every recipe without a problem, by name. */
  public List<Recipe> all(Problems problems) {
    List<Recipe> recipes = new ArrayList<>();
    for (String name : known(problems).keySet()) {
      find(name, problems).ifPresent(recipes::add);
    }
    return recipes;
  }

  public Set<String> names() {
    return known(new Problems()).keySet();
  }

  private Map<String, Path> known(Problems problems) {
    Map<String, Path> known = new TreeMap<>();
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (Stream<Path> children = Files.list(directory)) {
        children
            .filter(child -> NAME.matcher(String.valueOf(child.getFileName())).matches())
            .filter(RecipeReader::isRecipe)
            .forEach(child -> known.putIfAbsent(String.valueOf(child.getFileName()), child));
      } catch (IOException e) {
        problems.add(
            Problem.failed(
                    "recipe.directory", directory + " cannot be read", "check its permissions")
                .because(e.toString()));
      }
    }
    return known;
  }
}
