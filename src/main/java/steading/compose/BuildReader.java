package steading.compose;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;

/** Reads how an image is built, as far as the Engine's own builder can. */
final class BuildReader {
  private static final String BUILDKIT = "It needs BuildKit, and not every Engine has that";

  private final Reading reading;
  private final Fields fields;

  BuildReader(Reading reading, Fields fields) {
    this.reading = reading;
    this.fields = fields;
  }

  @Nullable Build read() {
    Fields build = fields.fields("build");
    if (build == null) {
      return null;
    }
    Path context = context(build);
    String inline = build.text("dockerfile_inline");
    if (inline != null && build.has("dockerfile")) {
      build.problem(
          "dockerfile_inline",
          "compose.conflict",
          "dockerfile and dockerfile_inline exclude each other",
          "keep one of them");
    }
    String dockerfile = build.text("dockerfile", "Dockerfile");
    boolean readable = reading.file(build, "dockerfile", dockerfile) != null;
    Build result =
        new Build(
            context,
            readable ? dockerfile : "Dockerfile",
            reading.environment(build, "args"),
            build.text("target"),
            options(build, inline));
    beyond(build);
    build.done();
    return result;
  }

  private Build.Options options(Fields build, @Nullable String inline) {
    // A newer base is looked for whenever something is built.
    build.allow("pull");
    return new Build.Options(
        inline,
        reading.pairs(build, "labels"),
        build.text("network"),
        hosts(build),
        build.texts("cache_from"),
        reading.size(build, "shm_size"),
        reading.flag(build, "no_cache"),
        build.texts("tags"),
        ConfinementReader.ulimits(build, reading),
        platform(build));
  }

  /** As the Engine takes them, {@code NAME:ADDRESS}. */
  private List<String> hosts(Fields build) {
    List<String> written =
        build.node("extra_hosts") instanceof Node.Mapping
            ? Reading.texts(build, "extra_hosts").entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .toList()
            : build.texts("extra_hosts");
    return written.stream().map(host -> host.replaceFirst("^([^:=]+)=", "$1:")).toList();
  }

  private @Nullable String platform(Fields build) {
    List<String> platforms = build.texts("platforms");
    String own = fields.text("platform");
    if (own != null || platforms.isEmpty()) {
      return own;
    }
    if (platforms.size() > 1) {
      reading.withoutEffect(build, "images are built for this machine only", "platforms");
      return null;
    }
    return platforms.getFirst();
  }

  private void beyond(Fields build) {
    reading.refused(
        build,
        BUILDKIT,
        "build the image elsewhere and name it with image:",
        "additional_contexts",
        "entitlements",
        "privileged",
        "secrets",
        "ssh");
    reading.withoutEffect(
        build, "the Engine's own builder keeps its cache by itself", "cache_to", "no_cache_filter");
    reading.withoutEffect(build, "images that stay here are not attested", "provenance", "sbom");
    reading.withoutEffect(build, "it is for Windows", "isolation");
  }

  private Path context(Fields build) {
    String context = build.text("context", ".");
    if (context.contains("://") || context.startsWith("git@") || context.endsWith(".git")) {
      build.problem(
          "context",
          "compose.unsupported",
          "building from a remote context is not supported",
          "copy the context into the project directory");
    }
    Path path = reading.file(build, "context", context);
    return path == null ? reading.directory() : path;
  }
}
