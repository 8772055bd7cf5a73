package steading.compose.schema;

import static steading.compose.schema.Parts.DURATION;
import static steading.compose.schema.Parts.INTEGER;
import static steading.compose.schema.Parts.NUMBER;
import static steading.compose.schema.Parts.PAIRS;
import static steading.compose.schema.Parts.TEXT;
import static steading.compose.schema.Shape.Trait.IN_JSON;
import static steading.compose.schema.Shape.Trait.KEPT;
import static steading.compose.schema.Shape.Trait.REQUIRED;
import static steading.compose.schema.Shape.Trait.SLIGHT;
import static steading.compose.schema.Shape.choice;
import static steading.compose.schema.Shape.key;
import static steading.compose.schema.Shape.keys;
import static steading.compose.schema.Shape.list;
import static steading.compose.schema.Shape.single;
import static steading.compose.schema.Shape.unique;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every key of {@code deploy}, and the requests for devices that {@code gpus} shares with it. */
final class DeployShapes {
  static final Shape.Keys GPU =
      keys(
          key("capabilities", unique(TEXT)),
          key("driver", TEXT),
          key("count", single(Kind.COUNT)),
          key("device_ids", unique(TEXT)),
          key("options", PAIRS));

  private static final Shape DEVICE = requiring(GPU, "capabilities");

  private static final Shape UPDATE =
      keys(
          key("parallelism", INTEGER, KEPT),
          key("delay", DURATION),
          key("failure_action", TEXT),
          key("monitor", DURATION),
          key("max_failure_ratio", NUMBER),
          key("order", choice("start-first", "stop-first")));

  private static final Shape GENERIC =
      keys(
          key(
              "discrete_resource_spec",
              keys(key("kind", TEXT, KEPT), key("value", INTEGER, KEPT))));

  private static final Shape RESOURCES =
      keys(
          key(
              "limits",
              keys(
                  key("cpus", NUMBER),
                  key("memory", single(Kind.SIZE_TEXT)),
                  key("pids", INTEGER))),
          key(
              "reservations",
              keys(
                  key("cpus", NUMBER),
                  key("memory", single(Kind.SIZE_TEXT)),
                  key("generic_resources", list(GENERIC)),
                  key("devices", list(DEVICE)))));

  private static final Shape RESTART =
      keys(
          key("condition", TEXT),
          key("delay", DURATION, KEPT),
          key("max_attempts", INTEGER, KEPT),
          key("window", DURATION, KEPT));

  private static final Shape PLACEMENT =
      keys(
          key("constraints", list(TEXT)),
          key("preferences", list(keys(key("spread", TEXT)))),
          key("max_replicas_per_node", INTEGER));

  static final Shape DEPLOY =
      keys(
          key("mode", TEXT),
          key("endpoint_mode", TEXT),
          key("replicas", INTEGER, KEPT),
          key("labels", PAIRS),
          key("update_config", UPDATE),
          key("rollback_config", UPDATE),
          key("resources", RESOURCES, SLIGHT, IN_JSON),
          key("restart_policy", RESTART),
          key("placement", PLACEMENT, SLIGHT, IN_JSON));

  private DeployShapes() {}

  private static Shape requiring(Shape.Keys keys, String name) {
    Map<String, Shape.Key> changed = new LinkedHashMap<>(keys.keys());
    Shape.Key key = keys.keys().get(name);
    if (key != null) {
      changed.put(name, key(name, key.shape(), REQUIRED));
    }
    return new Shape.Keys(changed, keys.open());
  }
}
