package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import steading.engine.EngineException.Reason;

/** Images that are on the Engine. */
final class ImageCalls {
  private static final Duration TRANSFER_LIMIT = Duration.ofHours(4);

  private static final int BUFFER = 1 << 18;

  private final Wire wire;

  ImageCalls(Wire wire) {
    this.wire = wire;
  }

  Optional<Engine.ImageSeen> inspect(String reference) {
    return Absent.asEmpty(() -> Seen.image(wire.ask(Call.get("/images/{}/json", reference))));
  }

  List<Engine.ImageSeen> list(Map<String, String> labels) {
    List<Engine.ImageSeen> seen = new ArrayList<>();
    wire.ask(Call.get("/images/json").filters(Json.labelFilter(labels)))
        .forEach(image -> seen.add(Seen.image(image)));
    return seen;
  }

  void remove(String reference) {
    Absent.asDone(() -> wire.ask(Call.delete("/images/{}", reference)));
  }

  void tag(String image, String reference) {
    Reference named = Reference.parse(reference);
    wire.ask(
        Call.post("/images/{}/tag", image).with("repo", named.name()).with("tag", named.tag()));
  }

  String importTar(InputStream tar, String reference, List<String> changes) {
    Reference named = Reference.parse(reference);
    Call call =
        Call.post("/images/create")
            .with("fromSrc", "-")
            .with("repo", named.name())
            .with("tag", named.tag())
            .tar(tar)
            .within(TRANSFER_LIMIT);
    changes.forEach(change -> call.with("changes", change));
    follow(wire, call, _ -> {});
    return inspect(reference)
        .map(Engine.ImageSeen::id)
        .orElseThrow(() ->
            new EngineException(Reason.FAILED, reference + " is gone right after its import"));
  }

  void save(List<String> ids, OutputStream out) throws IOException {
    Call call = Call.get("/images/get").within(TRANSFER_LIMIT);
    ids.forEach(id -> call.with("names", id));
    try (Wire.Stream stream = wire.open(call)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = read(stream, buffer); read >= 0; read = read(stream, buffer)) {
        out.write(buffer, 0, read);
      }
    }
  }

  private int read(Wire.Stream stream, byte[] buffer) {
    try {
      return stream.input().read(buffer);
    } catch (IOException e) {
      throw wire.broken(e);
    }
  }

  void load(InputStream archive) {
    Call call = Call.post("/images/load").with("quiet", "1").tar(archive).within(TRANSFER_LIMIT);
    follow(wire, call, _ -> {});
  }

  /** Reads a stream of progress objects to its end; one of them may be an error. */
  static void follow(Wire wire, Call call, Consumer<JsonNode> each) {
    try (Wire.Stream stream = wire.open(call);
        var objects = Json.sequence(stream.input())) {
      while (objects.hasNextValue()) {
        JsonNode object = objects.nextValue();
        if (object.has("error") || object.has("errorDetail")) {
          throw Failures.streamed(object);
        }
        each.accept(object);
      }
    } catch (IOException e) {
      throw wire.broken(e);
    }
  }
}
