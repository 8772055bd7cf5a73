package steading.capsule;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Home;

/**
 * Moments that schedules count from, by what began or was done then. It says nothing that its loss
 * would make wrong: whatever is not known begins now.
 */
final class Upkeep {
  private static final Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  Upkeep(Home home) {
    this.file = home.directory().resolve("upkeep.json");
  }

  synchronized Optional<Instant> when(String what) {
    return instant(all().get(what));
  }

  /** Keeps the first of all calls. */
  synchronized Instant since(String what, Instant now) {
    Map<String, String> all = all();
    Optional<Instant> known = instant(all.get(what));
    if (known.isPresent()) {
      return known.get();
    }
    all.put(what, now.toString());
    write(all);
    return now;
  }

  synchronized void note(String what, Instant now) {
    Map<String, String> all = all();
    all.put(what, now.toString());
    write(all);
  }

  /** Forgets everything that begins so and is not wanted. */
  synchronized void retain(String prefix, Set<String> wanted) {
    Map<String, String> all = all();
    if (all.keySet().removeIf(key -> key.startsWith(prefix) && !wanted.contains(key))) {
      write(all);
    }
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Map<String, String> all() {
    try {
      Optional<String> text = Durable.read(file);
      return text.isEmpty()
          ? new TreeMap<>()
          : JSON.readValue(text.get(), new TypeReference<TreeMap<String, String>>() {});
    } catch (IOException e) {
      return new TreeMap<>();
    }
  }

  private void write(Map<String, String> all) {
    try {
      Durable.write(file, JSON.writeValueAsBytes(all));
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be written", e);
    }
  }
}
