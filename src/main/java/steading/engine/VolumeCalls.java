package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import steading.compose.Volume;
import steading.engine.EngineException.Reason;

/** Volumes, and among them the anonymous ones that hold only the files of one container. */
final class VolumeCalls {
  /** Says whose files an anonymous volume holds, so that it goes when its container goes. */
  static final String FILES_OF = "steading.engine.files-of";

  private final Wire wire;

  VolumeCalls(Wire wire) {
    this.wire = wire;
  }

  List<Engine.VolumeSeen> list(Map<String, String> labels) {
    List<Engine.VolumeSeen> seen = new ArrayList<>();
    JsonNode answer = wire.ask(Call.get("/volumes").filters(Json.labelFilter(labels)));
    answer.path("Volumes").forEach(volume -> seen.add(Seen.volume(volume)));
    return seen;
  }

  Optional<Engine.VolumeSeen> inspect(String name) {
    return Absent.asEmpty(() -> Seen.volume(wire.ask(Call.get("/volumes/{}", name))));
  }

  void create(String name, Volume volume, Map<String, String> labels) {
    ObjectNode body = Json.object().put("Name", name);
    String driver = volume.driver();
    body.put("Driver", driver == null ? "local" : driver);
    body.set("DriverOpts", Json.object(volume.driverOpts()));
    body.set("Labels", Json.object(labels));
    wire.ask(Call.post("/volumes/create").json(body));
  }

  void remove(String name) {
    Absent.asDone(() -> wire.ask(Call.delete("/volumes/{}", name)));
  }

  void removeFileVolumes(String container) {
    for (Engine.VolumeSeen volume : list(Map.of(FILES_OF, container))) {
      try {
        remove(volume.name());
      } catch (EngineException e) {
        // In use again: a new container of this name is already being made, and will remove it.
        if (e.reason() != Reason.CONFLICT) {
          throw e;
        }
      }
    }
  }
}
