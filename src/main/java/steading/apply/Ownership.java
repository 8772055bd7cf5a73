package steading.apply;

import java.util.LinkedHashMap;
import java.util.Map;
import steading.plan.Labels;

/** The labels that make networks and volumes an app's own, for us and for Compose's tools. */
public final class Ownership {
  private Ownership() {}

  static Map<String, String> of(
      String homeId, String app, String composeLabel, String composeName) {
    Map<String, String> labels = new LinkedHashMap<>(filter(homeId, app));
    labels.put(Labels.COMPOSE_PROJECT, app);
    labels.put(Labels.COMPOSE_VERSION, Labels.AS_COMPOSE);
    labels.put(composeLabel, composeName);
    return labels;
  }

  /** What to ask the Engine for, to see one app's things. */
  public static Map<String, String> filter(String homeId, String app) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.HOME, homeId);
    labels.put(Labels.APP, app);
    return labels;
  }
}
