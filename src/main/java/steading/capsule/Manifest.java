package steading.capsule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import steading.capsule.database.Dump;
import steading.problem.Problem;

/**
 * {@code capsule.json}: what a capsule holds, for whoever restores it. docs/capsule-format.md
 * explains every field.
 *
 * @param capsule its id
 * @param time when it was begun, as in ISO 8601
 * @param images each wanted image and what it was resolved to
 * @param marks tasks that were done and must not be done again
 * @param tools what wrote it
 */
public record Manifest(
    int format,
    String capsule,
    String app,
    String recipe,
    String version,
    int revision,
    String time,
    String home,
    List<String> hosts,
    Map<String, String> images,
    Set<String> marks,
    List<Dump> databases,
    List<Kept> volumes,
    Map<String, String> tools) {
  static final int FORMAT = 1;
  static final String FILE = "capsule.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public Manifest {
    hosts = List.copyOf(hosts);
    images = new TreeMap<>(images);
    marks = new TreeSet<>(marks);
    databases = List.copyOf(databases);
    volumes = List.copyOf(volumes);
    tools = new TreeMap<>(tools);
  }

  /**
   * A volume in the capsule.
   *
   * @param still whether nobody wrote while it was counted and read: then the figures are exact
   * @param owner of its top, as uid:gid
   */
  public record Kept(
      String name,
      boolean still,
      long files,
      long directories,
      long links,
      long others,
      long bytes,
      String owner,
      String mode) {
    /** Everything that has a name in it. */
    public long entries() {
      return files + directories + links + others;
    }
  }

  static boolean isOfTask(String mark) {
    return mark.startsWith("install:") || mark.startsWith("version:");
  }

  String text() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }

  static Manifest read(Path file) {
    try {
      Manifest manifest = JSON.readValue(Files.readString(file), Manifest.class);
      if (manifest.format() != FORMAT) {
        throw Problem.failed(
                "capsule.format",
                "the capsule has format " + manifest.format() + ", which this release cannot read",
                "use the release of Steading that made it, or a newer one")
            .raise();
      }
      return manifest;
    } catch (IOException e) {
      throw Problem.failed(
              "capsule.damaged",
              "the capsule has no capsule.json that can be read",
              "choose another capsule: stead backups NAME")
          .because(e.getMessage())
          .raise();
    }
  }
}
