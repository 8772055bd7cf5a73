package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import steading.engine.Engine.EventSeen;

/** Hears what happens to containers. */
final class EventCalls {
  private final Wire wire;

  EventCalls(Wire wire) {
    this.wire = wire;
  }

  Engine.LogStream open(Map<String, String> labels, Consumer<EventSeen> sink) {
    ObjectNode filter = Json.labelFilter(labels);
    filter.set("type", Json.array(List.of("container")));
    Wire.Stream stream = wire.open(Call.get("/events").filters(filter));
    return Pump.start(wire, "engine-events", stream::close, () -> read(stream, sink));
  }

  private static void read(Wire.Stream stream, Consumer<EventSeen> sink) throws IOException {
    try (var events = Json.sequence(stream.input())) {
      while (events.hasNextValue()) {
        sink.accept(event(events.nextValue()));
      }
    }
    throw new EOFException("its events ended");
  }

  private static EventSeen event(JsonNode event) {
    long nanos = event.path("timeNano").asLong();
    return new EventSeen(
        event.path("Action").asText(),
        event.path("Actor").path("ID").asText(),
        Json.strings(event.path("Actor").path("Attributes")),
        Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000));
  }
}
