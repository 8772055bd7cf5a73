package steading.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe says about backing the application up. Where it says nothing, what is known of the
 * images decides, and whatever writes to a volume is held still while it is read.
 *
 * @param databases by service; null where nothing is said
 * @param leftOut volumes that no capsule needs, such as caches
 * @param quiesce by service; null where nothing is said, empty for an application that needs none
 */
public record Keeping(
    @Nullable Map<String, Database> databases,
    Set<String> leftOut,
    @Nullable Map<String, Quiet> quiesce) {
  public static final Keeping UNSAID = new Keeping(null, Set.of(), null);

  public Keeping {
    databases = databases == null ? null : ordered(databases);
    leftOut = Set.copyOf(leftOut);
    quiesce = quiesce == null ? null : ordered(quiesce);
  }

  public enum Kind {
    POSTGRES,
    MARIADB,
    MYSQL,
    REDIS,
    SQLITE,
    RABBITMQ
  }

  /**
   * A database that is dumped with its own tools.
   *
   * @param user as whom to dump; null: what the service's own settings say
   * @param volume its raw data, which no capsule needs; of SQLite the volume that the file is in;
   *     null: the one that is mounted where such data is
   * @param file of SQLite: its path in the volume
   */
  public record Database(
      String service,
      Kind kind,
      @Nullable String user,
      @Nullable String volume,
      @Nullable String file) {}

  public enum Way {
    PAUSE,
    STOP,
    COMMAND
  }

  /**
   * How a service is held still while its data is read.
   *
   * @param before run inside it beforehand; only of {@link Way#COMMAND}
   * @param after run inside it when the data is read
   */
  public record Quiet(Way way, List<String> before, List<String> after) {
    public Quiet {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
