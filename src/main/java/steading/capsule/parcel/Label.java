package steading.capsule.parcel;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first thing in a parcel: what is in it.
 *
 * @param capsule the id of the one in its repository
 * @param home the installation that made it
 * @param made when, as in ISO 8601
 * @param hosts where the app was served
 * @param password of its repository
 * @param images what the Engine calls each, and the image's id
 * @param pins of those images, what each that the recipe asks for was resolved to
 * @param imageBytes of all of them when they are unpacked
 */
public record Label(
    int format,
    String app,
    String recipe,
    String version,
    String capsule,
    String home,
    String made,
    List<String> hosts,
    String password,
    Map<String, String> images,
    Map<String, String> pins,
    long imageBytes) {
  public static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  public Label {
    hosts = List.copyOf(hosts);
    images = Map.copyOf(new TreeMap<>(images));
    pins = Map.copyOf(new TreeMap<>(pins));
  }

  byte[] bytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  static Label read(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, Label.class);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Label[" + app + ", " + capsule + "]";
  }
}
