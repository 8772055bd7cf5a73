package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import steading.compose.Build;
import steading.engine.Engine.BuildSpec;
import steading.engine.EngineException.Reason;

/** Builds images with the Engine's classic builder, which every supported Engine has. */
final class BuildCalls {
  private static final Duration LIMIT = Duration.ofHours(4);

  private final Wire wire;
  private final Credentials credentials;
  private final ImageCalls images;

  BuildCalls(Wire wire, Credentials credentials, ImageCalls images) {
    this.wire = wire;
    this.credentials = credentials;
    this.images = images;
  }

  String build(BuildSpec spec, InputStream contextTar, Consumer<String> progress) {
    Output output = new Output(progress);
    try {
      ImageCalls.follow(
          wire,
          call(spec, contextTar),
          line -> {
            output.text(line.path("stream").asText("") + status(line));
            output.id(line.path("aux").path("ID").asText(""));
          });
    } catch (EngineException e) {
      output.end();
      throw e.reason() == Reason.UNREACHABLE || e.reason() == Reason.NO_SPACE
          ? e
          : new EngineException(Reason.BUILD_FAILED, output.failure(e.text()), e);
    }
    output.end();
    return output.id.isEmpty() ? byTag(spec) : output.id;
  }

  private String byTag(BuildSpec spec) {
    return spec.tags().stream()
        .flatMap(tag -> images.inspect(tag).stream())
        .map(Engine.ImageSeen::id)
        .findFirst()
        .orElseThrow(
            () -> new EngineException(Reason.BUILD_FAILED, "the builder ended without an image"));
  }

  private Call call(BuildSpec spec, InputStream contextTar) {
    Call call =
        Call.post("/build")
            .with("version", "1")
            .with("dockerfile", spec.dockerfile())
            .with("buildargs", Json.text(Json.object(spec.args())))
            .with("labels", Json.text(Json.object(spec.labels())))
            .with("rm", "true")
            .with("forcerm", "true")
            .header("X-Registry-Config", credentials.all())
            .tar(contextTar)
            .within(LIMIT);
    spec.tags().forEach(tag -> call.with("t", tag));
    with(call, "target", spec.target());
    options(call, spec.options());
    return call;
  }

  private static void options(Call call, Build.Options options) {
    with(call, "networkmode", options.network());
    with(call, "platform", options.platform());
    options.extraHosts().forEach(host -> call.with("extrahosts", host));
    if (!options.cacheFrom().isEmpty()) {
      call.with("cachefrom", Json.text(Json.array(options.cacheFrom())));
    }
    if (options.shmSize() > 0) {
      call.with("shmsize", Long.toString(options.shmSize()));
    }
    if (options.noCache()) {
      call.with("nocache", "true");
    }
    if (!options.ulimits().isEmpty()) {
      call.with("ulimits", Json.text(LimitTranslation.ulimits(options.ulimits())));
    }
  }

  private static void with(Call call, String key, @Nullable String value) {
    if (value != null) {
      call.with(key, value);
    }
  }

  /** The lines of a pull of the base image. */
  private static String status(JsonNode line) {
    boolean counting = !line.path("progressDetail").isEmpty();
    return line.has("status") && !counting ? line.path("status").asText() + "\n" : "";
  }

  /** Cuts the stream into lines and remembers what a failure has to show. */
  private static final class Output {
    private static final int SHOWN = 15;

    private final Consumer<String> progress;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder begun = new StringBuilder();
    private String step = "";
    private String id = "";

    Output(Consumer<String> progress) {
      this.progress = progress;
    }

    void text(String chunk) {
      begun.append(chunk);
      for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
        line(begun.substring(0, end));
        begun.delete(0, end + 1);
      }
    }

    void id(String reported) {
      id = reported.isEmpty() ? id : reported;
    }

    void end() {
      text(begun.isEmpty() ? "" : "\n");
    }

    private void line(String raw) {
      String line = raw.stripTrailing();
      if (line.isEmpty()) {
        return;
      }
      if (line.matches("Step \\d+/\\d+ : .*")) {
        step = line;
      }
      last.addLast(line);
      if (last.size() > SHOWN) {
        last.removeFirst();
      }
      progress.accept(line);
    }

    String failure(String reason) {
      String where = step.isEmpty() ? "the build failed" : step + " failed";
      return where + ": " + reason + "\n  " + String.join("\n  ", last);
    }
  }
}
