package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.compose.Hook;

/** Hooks as the text of a label: a container knows how it wants to be stopped. */
public final class HookText {
  private HookText() {}

  public static String of(List<Hook> hooks) {
    ArrayNode array = Json.array(List.of());
    for (Hook hook : hooks) {
      ObjectNode node = array.addObject();
      node.set("command", Json.array(hook.command()));
      node.put("user", hook.user());
      node.put("privileged", hook.privileged());
      node.put("working_dir", hook.workingDir());
      node.set("environment", Json.object(hook.environment()));
    }
    return Json.text(array);
  }

  /** What {@link #of} wrote; anything else has no hooks in it. */
  public static List<Hook> read(String text) {
    List<Hook> hooks = new ArrayList<>();
    try {
      for (JsonNode node : Json.parse(text.getBytes(StandardCharsets.UTF_8))) {
        hooks.add(
            new Hook(
                Json.list(node.path("command")),
                word(node.path("user")),
                node.path("privileged").asBoolean(),
                word(node.path("working_dir")),
                Json.strings(node.path("environment"))));
      }
    } catch (IOException e) {
      return List.of();
    }
    return hooks;
  }

  private static @Nullable String word(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}
