package steading.compose;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named volume of the project. */
public record Volume(
    String name,
    @Nullable String explicitName,
    boolean external,
    @Nullable String driver,
    Map<String, String> driverOpts,
    Map<String, String> labels) {

  public Volume {
    driverOpts = Project.ordered(driverOpts);
    labels = Project.ordered(labels);
  }

  /** One with nothing special about it. */
  public static Volume plain(String name) {
    return new Volume(name, null, false, null, Map.of(), Map.of());
  }
}
