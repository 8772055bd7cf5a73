package steading.engine;

import java.time.Instant;

/** Reads what containers have written. */
final class LogCalls {
  private final Wire wire;

  LogCalls(Wire wire) {
    this.wire = wire;
  }

  Engine.LogStream open(String nameOrId, Engine.LogQuery query, Engine.LogSink sink) {
    boolean tty =
        wire.ask(Call.get("/containers/{}/json", nameOrId)).path("Config").path("Tty").asBoolean();
    Call call =
        Call.get("/containers/{}/logs", nameOrId)
            .with("stdout", "true")
            .with("stderr", "true")
            .with("follow", Boolean.toString(query.follow()))
            .with("timestamps", Boolean.toString(query.timestamps()))
            .with("tail", query.tail() < 0 ? "all" : Integer.toString(query.tail()));
    Instant since = query.since();
    if (since != null) {
      call.with("since", "%d.%09d".formatted(since.getEpochSecond(), since.getNano()));
    }
    Wire.Stream stream = wire.open(call);
    return Pump.start(
        wire, "engine-logs", stream::close, () -> Frames.read(stream.input(), tty, sink));
  }
}
