package steading.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What was applied of one app, wherever its directory stands. */
record Revisions(Path appDirectory, String app) {
  private static final Pattern FILE = Pattern.compile("\\d{6,9}\\.yaml");

  /** Oldest first. */
  List<Integer> numbers() {
    return AppStore.children(directory())
        .map(path -> String.valueOf(path.getFileName()))
        .filter(file -> FILE.matcher(file).matches())
        .map(file -> Integer.valueOf(file.substring(0, file.indexOf('.'))))
        .sorted()
        .toList();
  }

  Revision read(int number) {
    return RevisionFile.read(file(number), app);
  }

  /** What was applied last; empty before the first time. */
  Optional<Revision> last() {
    List<Integer> numbers = numbers();
    return numbers.isEmpty() ? Optional.empty() : Optional.of(read(numbers.getLast()));
  }

  Path directory() {
    return appDirectory.resolve("revisions");
  }

  Path file(int number) {
    return directory().resolve(String.format("%06d.yaml", number));
  }
}
