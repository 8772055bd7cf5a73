package steading.capsule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steading.capsule.Manifest.Kept;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task.Mount;
import steading.capsule.repo.Task.Rights;
import steading.plan.Desired.VolumeWanted;

/** Looks into volumes and empties them, from inside a helper that sees nothing else. */
record Volumes(Restic restic, String app) {
  private static final String TOP = "/volumes/";

  /** What is in each, by the project's name of the volume. */
  Map<String, Kept> count(List<VolumeWanted> volumes) {
    Map<String, Kept> counted = new HashMap<>();
    if (volumes.isEmpty()) {
      return counted;
    }
    List<Mount> mounts = new ArrayList<>();
    List<String> command = new ArrayList<>(List.of("measure"));
    for (VolumeWanted volume : volumes) {
      mounts.add(Mount.volume(volume.real(), TOP + volume.name(), true));
      command.add(TOP + volume.name());
    }
    Restic.Result result = restic.tool(app, Rights.READING, mounts, command.toArray(String[]::new));
    for (JsonNode line : result.messages()) {
      String name = line.path("path").asText().substring(TOP.length());
      counted.put(name, kept(name, line));
    }
    return counted;
  }

  private static Kept kept(String name, JsonNode line) {
    return new Kept(
        name,
        false,
        line.path("files").asLong(),
        line.path("directories").asLong(),
        line.path("links").asLong(),
        line.path("others").asLong(),
        line.path("bytes").asLong(),
        line.path("owner").asText(),
        line.path("mode").asText());
  }

  static Kept still(Kept seen, boolean still) {
    return new Kept(
        seen.name(),
        still,
        seen.files(),
        seen.directories(),
        seen.links(),
        seen.others(),
        seen.bytes(),
        seen.owner(),
        seen.mode());
  }

  /** Deletes everything in the volume; its top keeps owner and mode. */
  void empty(VolumeWanted volume) {
    restic.tool(
        app,
        Rights.RESTORING,
        List.of(Mount.volume(volume.real(), TOP + volume.name(), false)),
        "find",
        TOP + volume.name(),
        "-xdev",
        "-mindepth",
        "1",
        "-delete");
  }
}
