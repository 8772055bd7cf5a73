package steading.capsule.repo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Home;
import steading.problem.Problem;

/** When each repository was last looked at, and what was found. */
public final class Logbook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  public Logbook(Home home) {
    this.file = home.directory().resolve("repositories.checked.json");
  }

  /**
   * The last check of one repository.
   *
   * @param at as {@link Instant} writes it
   * @param read which part was read: {@code all}, {@code 2/7}, or nothing
   * @param damaged packs that are not what they were
   */
  public record Entry(String at, boolean whole, @Nullable String read, int damaged) {}

  public synchronized Optional<Entry> last(String repository) {
    return Optional.ofNullable(all().get(repository));
  }

  synchronized void note(String repository, Entry entry) {
    Map<String, Entry> all = all();
    all.put(repository, entry);
    write(all);
  }

  synchronized void forget(String repository) {
    Map<String, Entry> all = all();
    if (all.remove(repository) != null) {
      write(all);
    }
  }

  private Map<String, Entry> all() {
    try {
      Optional<String> text = Durable.read(file);
      return text.isEmpty()
          ? new TreeMap<>()
          : JSON.readValue(text.get(), new TypeReference<TreeMap<String, Entry>>() {});
    } catch (IOException e) {
      // It says nothing that the next check does not find out again.
      return new TreeMap<>();
    }
  }

  private void write(Map<String, Entry> all) {
    try {
      Durable.write(file, JSON.writeValueAsBytes(all));
    } catch (IOException e) {
      throw Problem.failed(
              "repo.unwritable",
              file + " cannot be written",
              "make room on the disk and check who owns the directory")
          .because(e.toString())
          .raise();
    }
  }
}
