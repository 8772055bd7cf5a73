package steading.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.YamlWriter;
import steading.problem.Nearest;
import steading.problem.Problem;

/** Single things out of the canonical model, one a line. */
final class ConfigLines {
  private final Map<String, @Nullable Object> model;

  ConfigLines(Map<String, @Nullable Object> model) {
    this.model = model;
  }

  List<String> of(boolean services, boolean volumes, boolean images) {
    List<String> lines = new ArrayList<>();
    if (services) {
      lines.addAll(section("services").keySet());
    }
    if (volumes) {
      lines.addAll(section("volumes").keySet());
    }
    if (images) {
      section("services").forEach((name, service) -> lines.add(image(name, service)));
    }
    return lines;
  }

  /** A service without an image has the one that Compose would build for it. */
  private String image(String name, @Nullable Object service) {
    Object image = service instanceof Map<?, ?> map ? map.get("image") : null;
    return image == null ? model.get("name") + "-" + name : image.toString();
  }

  /** The SHA-256 of the canonical text of a service: it changes when what the service is does. */
  List<String> hashes(String service) {
    Map<String, @Nullable Object> services = section("services");
    if (!service.equals("*") && !services.containsKey(service)) {
      throw Problem.notFound(
              "config.no-service",
              "there is no service \"" + service + "\"",
              Nearest.hint(service, services.keySet(), "name a service of the file"))
          .raise();
    }
    List<String> lines = new ArrayList<>();
    services.forEach((name, body) -> {
      if (service.equals("*") || service.equals(name)) {
        lines.add(name + " " + digest(YamlWriter.write(body)));
      }
    });
    return lines;
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, @Nullable Object> section(String key) {
    Map<String, @Nullable Object> section = new TreeMap<>();
    if (model.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> section.put(String.valueOf(name), value));
    }
    return section;
  }
}
