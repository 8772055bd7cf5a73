package steading.capsule.database;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was dumped of one service.
 *
 * @param kind such as {@code postgres}
 * @param version what the server says it is
 * @param user as whom it was dumped
 * @param files in the service's directory of the capsule
 */
public record Dump(String service, String kind, String version, String user, List<Part> files) {
  public Dump {
    files = List.copyOf(files);
  }

  /**
   * @param database its name; empty for what concerns the whole server
   * @param rows of every table, as they are in the dump; empty where that is not known
   */
  public record Part(String database, String file, long bytes, Map<String, Long> rows) {
    public Part {
      rows = new TreeMap<>(rows);
    }
  }

  public long bytes() {
    return files.stream().mapToLong(Part::bytes).sum();
  }
}
