package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import steading.engine.EngineException.Reason;

/** Everything that makes, moves and ends a container. */
final class ContainerCalls {
  private static final Duration BEYOND_GRACE = Duration.ofMinutes(2);

  private final Wire wire;
  private final NetworkCalls networks;
  private final VolumeCalls volumes;
  private final FileWriting files;

  ContainerCalls(Wire wire, NetworkCalls networks, VolumeCalls volumes) {
    this.wire = wire;
    this.networks = networks;
    this.volumes = volumes;
    this.files = new FileWriting(wire);
  }

  List<ContainerSeen> list(Map<String, String> labels) {
    Call call = Call.get("/containers/json").with("all", "true");
    List<Supplier<Optional<ContainerSeen>>> inspected = new ArrayList<>();
    try (Together together = new Together()) {
      for (JsonNode row : wire.ask(call.filters(Json.labelFilter(labels)))) {
        String id = row.path("Id").asText();
        inspected.add(together.ask(() -> inspect(id)));
      }
      // One that went away between the two questions is not there any more.
      return inspected.stream().flatMap(answer -> answer.get().stream()).toList();
    }
  }

  Optional<ContainerSeen> inspect(String nameOrId) {
    return Absent.asEmpty(
        () -> Seen.container(wire.ask(Call.get("/containers/{}/json", nameOrId))));
  }

  String imageName(String nameOrId) {
    return wire.ask(Call.get("/containers/{}/json", nameOrId))
        .path("Config")
        .path("Image")
        .asText();
  }

  /** Empty when a container made from the spec would be no other. */
  List<String> differences(String nameOrId, ContainerSpec spec) {
    JsonNode seen = wire.ask(Call.get("/containers/{}/json", nameOrId));
    JsonNode image = wire.ask(Call.get("/images/{}/json", spec.image()));
    ContainerSpec exact = spec.as(spec.name(), spec.labels(), partners(spec));
    JsonNode wanted = new SpecTranslation(exact, wire.version()).body();
    return Likeness.differences(spec, wanted, seen, image);
  }

  String create(ContainerSpec spec, Consumer<String> warning) {
    spec.networks().keySet().forEach(networks::require);
    ContainerSpec exact = spec.as(spec.name(), spec.labels(), partners(spec));
    JsonNode body = new SpecTranslation(exact, wire.version()).body();
    JsonNode answer = post(spec, body);
    String id = answer.path("Id").asText();
    Json.list(answer.path("Warnings")).forEach(warning);
    try {
      files.write(id, spec.files());
      spec.networks().entrySet().stream()
          .skip(1)
          .forEach(entry -> networks.connect(entry.getKey(), id, entry.getValue()));
      return id;
    } catch (RuntimeException e) {
      undo(spec.name(), e);
      throw e;
    }
  }

  /** Partners by id: a name can become another container's. */
  private Map<String, String> partners(ContainerSpec spec) {
    Map<String, String> ids = new LinkedHashMap<>();
    spec.partners()
        .forEach((service, name) ->
            ids.put(
                service,
                inspect(name)
                    .map(ContainerSeen::id)
                    .orElseThrow(() ->
                        new EngineException(Reason.NOT_FOUND, "there is no container " + name))));
    return ids;
  }

  private JsonNode post(ContainerSpec spec, JsonNode body) {
    Call call = Call.post("/containers/create").with("name", spec.name()).json(body);
    String platform = spec.service().supply().platform();
    try {
      return wire.ask(platform == null ? call : call.with("platform", platform));
    } catch (EngineException e) {
      // The only conflict that creating knows.
      throw e.reason() == Reason.CONFLICT ? new EngineException(Reason.NAME_TAKEN, e.text(), e) : e;
    }
  }

  private void undo(String name, RuntimeException cause) {
    try {
      remove(name, false);
    } catch (EngineException e) {
      cause.addSuppressed(e);
    }
  }

  void start(String nameOrId) {
    wire.ask(Call.post("/containers/{}/start", nameOrId));
  }

  /** What is gone has stopped: a job's container goes by itself between a plan and its step. */
  void stop(String nameOrId, Duration grace) {
    long seconds = grace.plusMillis(999).toSeconds();
    Absent.asDone(() ->
        wire.ask(
            Call.post("/containers/{}/stop", nameOrId)
                .with("t", Long.toString(seconds))
                .within(grace.plus(BEYOND_GRACE))));
  }

  /** What is so already stays so. */
  void pause(String nameOrId) {
    unlessAlready(() -> wire.ask(Call.post("/containers/{}/pause", nameOrId)));
  }

  void unpause(String nameOrId) {
    unlessAlready(() -> wire.ask(Call.post("/containers/{}/unpause", nameOrId)));
  }

  /** The Engine answers so, in different words, when there is nothing to do. */
  private static void unlessAlready(Runnable call) {
    try {
      call.run();
    } catch (EngineException e) {
      if (e.reason() != Reason.CONFLICT && !e.text().contains("is not paused")) {
        throw e;
      }
    }
  }

  void kill(String nameOrId, String signal) {
    try {
      wire.ask(Call.post("/containers/{}/kill", nameOrId).with("signal", signal));
    } catch (EngineException e) {
      boolean deadly = signal.toUpperCase(Locale.ROOT).matches("(SIG)?KILL|9");
      if (!deadly || e.reason() != Reason.CONFLICT) {
        throw e;
      }
    }
  }

  void remove(String nameOrId, boolean whole) {
    String name = inspect(nameOrId).map(ContainerSeen::name).orElse(nameOrId);
    try {
      Absent.asDone(() ->
          wire.ask(
              Call.delete("/containers/{}", nameOrId)
                  .with("force", "true")
                  .with("v", Boolean.toString(whole))));
    } catch (EngineException e) {
      if (e.reason() != Reason.CONFLICT) {
        throw e;
      }
      // Somebody else is removing it at this moment.
      Absent.asDone(
          () -> wire.ask(Call.post("/containers/{}/wait", nameOrId).with("condition", "removed")));
    }
    volumes.removeFileVolumes(name);
  }

  Optional<Integer> awaitExit(String nameOrId, Duration limit) {
    try {
      JsonNode answer = wire.ask(Call.post("/containers/{}/wait", nameOrId).within(limit));
      return Optional.of(answer.path("StatusCode").asInt());
    } catch (EngineException e) {
      if (e.getCause() instanceof TimeoutException) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
