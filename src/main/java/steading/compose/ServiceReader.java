package steading.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;

/** Reads one service in long form; each part of the record has a reader of its own. */
final class ServiceReader {
  private static final int MAX_REPLICAS = 1000;
  private static final String[] UNSUPPORTED = {
    "annotations", "blkio_config", "cpu_count", "cpu_percent", "cpu_shares", "cpu_period",
    "cpu_quota", "cpu_rt_runtime", "cpu_rt_period", "cpuset", "cgroup_parent", "credential_spec",
    "device_cgroup_rules", "dns_opt", "domainname", "driver_opts", "extends", "external_links",
    "gpus", "isolation", "label_file", "links", "mac_address", "mem_reservation",
    "mem_swappiness", "memswap_limit", "models", "oom_kill_disable", "oom_score_adj", "platform",
    "post_start", "pre_stop", "provider", "pull_policy", "pull_refresh_after", "runtime",
    "storage_opt", "use_api_socket", "volumes_from", "volume_driver"
  };

  private static final String[] BUILD_UNSUPPORTED = {
    "additional_contexts",
    "cache_from",
    "cache_to",
    "dockerfile_inline",
    "entitlements",
    "extra_hosts",
    "isolation",
    "labels",
    "network",
    "no_cache",
    "platforms",
    "privileged",
    "provenance",
    "pull",
    "sbom",
    "secrets",
    "shm_size",
    "ssh",
    "tags",
    "ulimits"
  };

  private final Reading reading;
  private final String name;
  private final Fields fields;
  private final @Nullable Fields deploy;

  ServiceReader(Reading reading, String name, Node node) {
    this.reading = reading;
    this.name = name;
    this.fields = Fields.of(node, reading.problems());
    this.deploy = fields.fields("deploy");
  }

  Service read() {
    Service service =
        new Service(
            name,
            fields.place(),
            image(),
            build(),
            new ProgramReader(reading, fields).read(),
            new WiringReader(reading, fields).read(),
            new StorageReader(reading, fields).read(),
            new LifecycleReader(reading, fields, deploy).read(),
            new ConfinementReader(reading, fields, deploy).read(),
            Reading.texts(fields, "labels"),
            replicas(),
            fields.texts("profiles"));
    reading.withoutEffect(fields, "containers are named after app and service", "container_name");
    reading.withoutEffect(fields, "it is about work at a terminal", "attach", "develop");
    reading.unsupported(fields, UNSUPPORTED);
    if (deploy != null) {
      deploy();
    }
    fields.done();
    return service;
  }

  private @Nullable String image() {
    String image = fields.text("image");
    if (image != null && (image.isBlank() || image.chars().anyMatch(c -> c <= ' '))) {
      fields.problem("image", "compose.image", "this is no image name", "write NAME:TAG");
    }
    return image;
  }

  private @Nullable Build build() {
    Fields build = fields.fields("build");
    if (build == null) {
      return null;
    }
    Path context = context(build);
    String dockerfile = build.text("dockerfile", "Dockerfile");
    boolean readable = reading.file(build, "dockerfile", dockerfile) != null;
    Build result =
        new Build(
            context,
            readable ? dockerfile : "Dockerfile",
            ProgramReader.known(build, "args", reading.variables()),
            build.text("target"));
    reading.unsupported(build, BUILD_UNSUPPORTED);
    build.done();
    return result;
  }

  private Path context(Fields build) {
    String context = build.text("context", ".");
    if (context.contains("://") || context.startsWith("git@") || context.endsWith(".git")) {
      build.problem(
          "context",
          "compose.unsupported",
          "building from a remote context is not supported yet",
          "copy the context into the project directory");
    }
    Path path = reading.file(build, "context", context);
    return path == null ? reading.directory() : path;
  }

  private int replicas() {
    Integer scale = fields.integer("scale");
    Integer replicas = deploy == null ? null : deploy.integer("replicas");
    if (scale != null && replicas != null && !scale.equals(replicas)) {
      fields.problem(
          "scale", "compose.conflict", "scale and deploy.replicas differ", "keep one of them");
    }
    int count = Objects.requireNonNullElse(replicas, Objects.requireNonNullElse(scale, 1));
    if (count >= 0 && count <= MAX_REPLICAS) {
      return count;
    }
    reading
        .problems()
        .at(
            scale == null && deploy != null ? deploy.place("replicas") : fields.place("scale"),
            "compose.replicas",
            "a service has 0 to " + MAX_REPLICAS + " replicas",
            "choose a number in this range");
    return 1;
  }

  private void deploy() {
    Fields present = Objects.requireNonNull(deploy);
    String mode = present.text("mode", "replicated");
    if (!mode.equals("replicated")) {
      present.problem(
          "mode",
          "compose.unsupported",
          "the deploy mode \"" + mode + "\" is not supported yet",
          "use replicated");
    }
    reading.unsupported(
        present, "endpoint_mode", "labels", "placement", "rollback_config", "update_config");
    present.done();
  }

  /** Reports a value that is none of {@code choices}. */
  static boolean isOneOf(Fields fields, String key, @Nullable String value, List<String> choices) {
    boolean good = value == null || choices.contains(value);
    if (!good) {
      fields.problem(
          key,
          "compose.choice",
          "\"" + key + "\" cannot be \"" + value + "\"",
          "use one of " + String.join(", ", choices));
    }
    return good;
  }
}
