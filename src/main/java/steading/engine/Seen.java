package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSeen.MountSeen;
import steading.engine.ContainerSeen.State;

/** The Engine's answers as our own records. */
final class Seen {
  /** What the Engine gives a container of which it was told nothing. */
  private static final int USUAL_GRACE = 10;

  private static final int LONGEST_PROBE = 500;
  private static final Pattern UNPRINTED = Pattern.compile("[\\p{C}\\p{Z}]+");

  private Seen() {}

  static ContainerSeen container(JsonNode inspected) {
    JsonNode state = inspected.path("State");
    JsonNode host = inspected.path("HostConfig");
    return new ContainerSeen(
        inspected.path("Id").asText(),
        inspected.path("Name").asText().replaceFirst("^/", ""),
        inspected.path("Image").asText(),
        state(state.path("Status").asText()),
        health(state.path("Health").path("Status").asText("none")),
        state.path("ExitCode").asInt(),
        state.path("OOMKilled").asBoolean(),
        instant(state.path("StartedAt").asText("")),
        Json.strings(inspected.path("Config").path("Labels")),
        addresses(inspected.path("NetworkSettings").path("Networks")),
        mounts(inspected),
        host.path("Memory").asLong(),
        host.path("NanoCpus").asLong(),
        restartPolicy(host.path("RestartPolicy").path("Name").asText("")),
        Duration.ofSeconds(inspected.path("Config").path("StopTimeout").asLong(USUAL_GRACE)),
        inspected.path("RestartCount").asInt(),
        probe(state.path("Health").path("Log")),
        partners(host));
  }

  /** {@code container:ID} as a namespace, {@code ID:MODE} as a lender of volumes. */
  private static Set<String> partners(JsonNode host) {
    Set<String> ids = new HashSet<>();
    for (String kind : List.of("NetworkMode", "IpcMode", "PidMode")) {
      String mode = host.path(kind).asText("");
      if (mode.startsWith("container:")) {
        ids.add(mode.substring("container:".length()));
      }
    }
    Json.list(host.path("VolumesFrom")).forEach(lender -> ids.add(lender.split(":", 2)[0]));
    return ids;
  }

  static Engine.EngineInfo info(JsonNode info, Wire wire) {
    return new Engine.EngineInfo(
        info.path("ServerVersion").asText(),
        wire.version().toString(),
        wire.engineOldest().toString(),
        info.path("OperatingSystem").asText(),
        info.path("Architecture").asText(),
        info.path("Driver").asText(),
        Path.of(info.path("DockerRootDir").asText()),
        wire.address().uri(),
        info.path("NCPU").asInt(),
        info.path("MemTotal").asLong(),
        OffsetDateTime.parse(info.path("SystemTime").asText()).toInstant());
  }

  static Engine.NetworkSeen network(JsonNode network) {
    List<String> gateways = new ArrayList<>();
    network
        .path("IPAM")
        .path("Config")
        .forEach(pool -> gateways.add(pool.path("Gateway").asText()));
    gateways.removeIf(String::isEmpty);
    return new Engine.NetworkSeen(
        network.path("Id").asText(),
        network.path("Name").asText(),
        network.path("Driver").asText(),
        Map.copyOf(Json.strings(network.path("Labels"))),
        List.copyOf(gateways));
  }

  static Engine.VolumeSeen volume(JsonNode volume) {
    return new Engine.VolumeSeen(
        volume.path("Name").asText(),
        volume.path("Driver").asText(),
        Json.strings(volume.path("Labels")));
  }

  /** One entry of the list of images, or the answer to a question about one. */
  static Engine.ImageSeen image(JsonNode image) {
    JsonNode created = image.path("Created");
    Instant time =
        created.isNumber() ? Instant.ofEpochSecond(created.asLong()) : instant(created.asText(""));
    JsonNode labels =
        image.has("Config") ? image.path("Config").path("Labels") : image.path("Labels");
    return new Engine.ImageSeen(
        image.path("Id").asText(),
        named(image.path("RepoTags")),
        named(image.path("RepoDigests")),
        Json.strings(labels),
        image.path("Size").asLong(),
        time == null ? Instant.EPOCH : time);
  }

  private static List<String> named(JsonNode references) {
    return Json.list(references).stream().filter(name -> !name.startsWith("<none>")).toList();
  }

  private static State state(String word) {
    for (State state : State.values()) {
      if (state.name().equals(word.toUpperCase(Locale.ROOT))) {
        return state;
      }
    }
    throw new EngineException(
        EngineException.Reason.FAILED, "the Engine reports a container as \"" + word + "\"");
  }

  private static Health health(String word) {
    return switch (word) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      default -> Health.NONE;
    };
  }

  /** The Engine keeps the last few probes, the newest at the end. */
  private static String probe(JsonNode log) {
    String output = log.path(log.size() - 1).path("Output").asText("");
    String line = UNPRINTED.matcher(output).replaceAll(" ").strip();
    return line.length() <= LONGEST_PROBE ? line : line.substring(0, LONGEST_PROBE) + "…";
  }

  /** The Engine writes the year 1 for "never". */
  private static @Nullable Instant instant(String text) {
    if (text.isEmpty() || text.startsWith("0001-")) {
      return null;
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  private static Map<String, String> addresses(JsonNode networks) {
    Map<String, String> addresses = new LinkedHashMap<>();
    networks
        .properties()
        .forEach(entry -> {
          String v4 = entry.getValue().path("IPAddress").asText("");
          String v6 = entry.getValue().path("GlobalIPv6Address").asText("");
          addresses.put(entry.getKey(), v4.isEmpty() ? v6 : v4);
        });
    return addresses;
  }

  private static List<MountSeen> mounts(JsonNode inspected) {
    List<MountSeen> mounts = new ArrayList<>();
    for (JsonNode mount : inspected.path("Mounts")) {
      boolean volume = mount.path("Type").asText().equals("volume");
      mounts.add(
          new MountSeen(
              volume ? mount.path("Name").asText() : null,
              mount.path("Destination").asText(),
              !mount.path("RW").asBoolean()));
    }
    return mounts;
  }

  private static String restartPolicy(String name) {
    return name.isEmpty() ? "no" : name;
  }
}
