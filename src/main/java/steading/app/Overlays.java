package steading.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/**
 * The owner's own files, which stand in the app's directory and are put into its containers. They
 * belong to no version of the recipe, so nothing but the owner changes them.
 */
public final class Overlays {
  private static final String DIRECTORY = "overlays";
  private static final long LARGEST = 256L << 10;
  private static final int MOST = 100;

  private Overlays() {}

  /**
   * One file of an overlay.
   *
   * @param encoded its bytes in Base64
   */
  public record OwnFile(String overlay, String name, String encoded) {
    static OwnFile of(String overlay, String name, byte[] content) {
      return new OwnFile(overlay, name, Base64.getEncoder().encodeToString(content));
    }

    public byte[] content() {
      return Base64.getDecoder().decode(encoded);
    }

    /** Without the content, in which there may be passwords. */
    @Override
    public String toString() {
      return "OwnFile[" + overlay + "/" + name + "]";
    }
  }

  /** Where the owner puts the files of an overlay. */
  public static Path directory(Home home, String app, Recipe.Overlay overlay) {
    return home.appDirectory(app).resolve(DIRECTORY).resolve(overlay.name());
  }

  static List<OwnFile> read(Home home, App app, Recipe recipe, Problems problems) {
    List<OwnFile> files = new ArrayList<>();
    for (Recipe.Overlay overlay : recipe.overlays()) {
      Path directory = directory(home, app.name(), overlay);
      try {
        files.addAll(read(directory, overlay, problems));
      } catch (IOException e) {
        problems.add(
            Problem.failed("store.unreadable", directory + " cannot be read", "check who owns it")
                .because(e.toString()));
      }
    }
    return files;
  }

  private static List<OwnFile> read(Path directory, Recipe.Overlay overlay, Problems problems)
      throws IOException {
    List<OwnFile> files = new ArrayList<>();
    for (Path file : visible(directory)) {
      String name = String.valueOf(file.getFileName());
      String fault = fault(file, name, overlay);
      if (fault.isEmpty()) {
        files.add(OwnFile.of(overlay.name(), name, Files.readAllBytes(file)));
      } else {
        problems.at(
            Place.of(file.toString()),
            "overlay.bad-file",
            fault,
            "mend it, or take it out of " + directory);
      }
    }
    if (files.size() > MOST) {
      problems.at(
          Place.of(directory.toString()),
          "overlay.too-many",
          "there are more than " + MOST + " files",
          "put what belongs together into one file");
    }
    return files;
  }

  private static String fault(Path file, String name, Recipe.Overlay overlay) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "only plain files can be handed to the app";
    }
    if (!name.matches(overlay.pattern())) {
      return Shown.quoted(name) + " is not the name of a file that the app reads here";
    }
    return Files.size(file) > LARGEST ? "the file is larger than " + (LARGEST >> 10) + " KiB" : "";
  }

  /** What editors hide while somebody writes is not meant for the app yet. */
  private static List<Path> visible(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> !String.valueOf(file.getFileName()).matches("\\..*|.*~"))
          .sorted()
          .toList();
    }
  }
}
