package steading.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.Project;
import steading.problem.Problem;
import steading.recipe.Recipe;

/**
 * An app with everything that is needed to plan it: its recipe, the version it is to run, and the
 * resolved Compose project.
 *
 * @param variables what was interpolated into the project; no secret is among them
 * @param secretValues by variable: for {@link steading.compose.FileSource.FromVariable} alone
 * @param passwords of those who may enter, by name
 * @param overlays the owner's own files
 * @param url where people find the app; null when it has no host
 * @param warnings what deserves attention, though it stops nothing
 */
public record LoadedApp(
    App app,
    Recipe recipe,
    Recipe.Version version,
    Project project,
    Map<String, String> variables,
    Map<String, String> secretValues,
    Map<String, String> passwords,
    List<Overlays.OwnFile> overlays,
    @Nullable String url,
    List<Problem> warnings) {

  public LoadedApp {
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    secretValues = Collections.unmodifiableMap(new TreeMap<>(secretValues));
    passwords = Collections.unmodifiableMap(new TreeMap<>(passwords));
    overlays = List.copyOf(overlays);
    warnings = List.copyOf(warnings);
  }

  /** The same with more that deserves attention. */
  public LoadedApp warning(List<Problem> more) {
    List<Problem> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new LoadedApp(
        app, recipe, version, project, variables, secretValues, passwords, overlays, url, all);
  }

  /** The same app with another project, such as one that is cut off from everything. */
  public LoadedApp withProject(Project changed) {
    return new LoadedApp(
        app, recipe, version, changed, variables, secretValues, passwords, overlays, url, warnings);
  }

  /** The first administrator, by the name to log in with. */
  public Recipe.@Nullable Admin admin() {
    Recipe.Admin admin = recipe.admin();
    return admin == null ? null : admin.named(variables);
  }

  /** Names the app only: the project may hold secrets where a recipe interpolates them. */
  @Override
  public String toString() {
    return "LoadedApp[" + app.name() + ", " + recipe.name() + " " + version.version() + "]";
  }
}
