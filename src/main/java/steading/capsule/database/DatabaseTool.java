package steading.capsule.database;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import steading.recipe.Keeping.Kind;

/** How one kind of database is dumped and loaded. */
public interface DatabaseTool {
  /** Writes everything into the directory; throws unless all of it is sure. */
  Dump dump(Path directory, Consumer<String> say);

  /**
   * Loads what {@link #dump} wrote into a server whose data is new.
   *
   * @return what is not as the dump says; empty when all is well
   */
  List<String> load(Dump dump, Path directory, Consumer<String> say);

  /** Where such a server has its data, unless the recipe says otherwise. */
  static List<String> dataDirectories(Kind kind) {
    return switch (kind) {
      case POSTGRES -> List.of("/var/lib/postgresql");
      case MARIADB, MYSQL -> List.of("/var/lib/mysql");
      case REDIS -> List.of("/data", "/var/lib/redis");
      case RABBITMQ -> List.of("/var/lib/rabbitmq");
      case SQLITE -> List.of();
    };
  }
}
