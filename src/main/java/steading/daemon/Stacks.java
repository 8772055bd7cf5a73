package steading.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.app.Adoption;
import steading.app.App;
import steading.app.Claims;
import steading.app.Importer;
import steading.app.Importer.Wish;
import steading.engine.ContainerSeen;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Finds the stack that runs from a Compose file under Docker Compose, to be taken over. */
final class Stacks {
  private final Steading steading;
  private final Importer importer;

  Stacks(Steading steading, Importer importer) {
    this.steading = steading;
    this.importer = importer;
  }

  /** The wish with all that the running stack was made of, and what is to be taken over. */
  Wish adopted(App app, Wish wish, @Nullable String named, Conversation conversation) {
    String project = named == null ? project(wish) : named;
    List<ContainerSeen> stack = steading.holdings().foreign(project);
    if (stack.isEmpty()) {
      throw none("no containers of the Compose project \"" + project + "\" are here");
    }
    refuseTaken(app.name(), project);
    Wish asStarted = asStarted(wish, stack);
    Set<String> services = Importer.services(importer.look(app, asStarted));
    stack.stream()
        .filter(seen -> !services.contains(seen.label(Labels.COMPOSE_SERVICE)))
        .forEach(seen ->
            conversation.note(
                seen.name() + " is no service of the Compose file, and is left alone"));
    return asStarted.adopting(
        new Adoption(
            project,
            services.stream().sorted().toList(),
            stack.stream()
                .filter(ContainerSeen::running)
                .filter(seen -> services.contains(seen.label(Labels.COMPOSE_SERVICE)))
                .map(ContainerSeen::name)
                .collect(Collectors.toSet())));
  }

  /** Which project was started from these files, or in this directory. */
  private String project(Wish wish) {
    Set<String> projects = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    for (ContainerSeen seen : steading.engine().containers(Map.of(Labels.COMPOSE_PROJECT, ""))) {
      if (seen.label(Labels.HOME).isEmpty()) {
        all.add(seen.label(Labels.COMPOSE_PROJECT));
        if (paths(seen, Labels.COMPOSE_FILES).contains(real(wish.files().getFirst()))) {
          projects.add(seen.label(Labels.COMPOSE_PROJECT));
        }
      }
    }
    if (projects.size() == 1) {
      return projects.iterator().next();
    }
    throw projects.isEmpty()
        ? none(
            "nothing here runs from "
                + wish.files().getFirst()
                + (all.isEmpty()
                    ? ""
                    : "; the Compose projects here are " + String.join(", ", all)))
        : Problem.usage(
                "adopt.which",
                "several Compose projects run from this file: " + String.join(", ", projects),
                "say which with --project")
            .raise();
  }

  private static ProblemException none(String what) {
    return Problem.notFound(
            "adopt.none",
            what,
            "start the stack with docker compose, name it with --project, or leave out --adopt to"
                + " begin without its data")
        .raise();
  }

  private void refuseTaken(String app, String project) {
    Claims.live(steading.home(), app, project)
        .or(() -> Claims.removed(steading.home(), app, project))
        .ifPresent(problem -> {
          throw problem.raise();
        });
  }

  /** The files that Compose itself used tell more than the one that was named. */
  private static Wish asStarted(Wish wish, List<ContainerSeen> stack) {
    ContainerSeen newest = stack.getFirst();
    List<Path> files = paths(newest, Labels.COMPOSE_FILES);
    List<Path> envFiles = paths(newest, Labels.COMPOSE_ENV_FILES);
    String directory = newest.label(Labels.COMPOSE_DIRECTORY);
    boolean there = !files.isEmpty() && files.stream().allMatch(Files::isRegularFile);
    return new Wish(
        directory.startsWith("/") && Files.isDirectory(Path.of(directory))
            ? Path.of(directory)
            : wish.directory(),
        there && wish.files().size() <= files.size() ? files : wish.files(),
        wish.envFiles().isEmpty() && envFiles.stream().allMatch(Files::isRegularFile)
            ? envFiles
            : wish.envFiles(),
        wish.service(),
        wish.port(),
        null);
  }

  private static List<Path> paths(ContainerSeen seen, String label) {
    List<Path> paths = new ArrayList<>();
    for (String path : seen.label(label).split(",", -1)) {
      if (path.startsWith("/") && path.indexOf('\0') < 0) {
        paths.add(real(Path.of(path)));
      }
    }
    return paths;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.normalize();
    }
  }
}
