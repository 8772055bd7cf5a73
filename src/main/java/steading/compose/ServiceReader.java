package steading.compose;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;

/** Reads one service in long form; each part of the record has a reader of its own. */
final class ServiceReader {
  private static final int MAX_REPLICAS = 1000;
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
            new BuildReader(reading, fields).read(),
            new ProgramReader(reading, fields).read(),
            new WiringReader(reading, fields).read(),
            new StorageReader(reading, fields).read(),
            new LifecycleReader(reading, fields, deploy).read(),
            new ConfinementReader(reading, fields, deploy).read(),
            Reading.texts(fields, "labels"),
            replicas(),
            fields.texts("profiles"),
            supply());
    reading.withoutEffect(fields, "it is about work at a terminal", "attach", "develop");
    elsewhere();
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

  /** What Compose hands to other programs, or to the Engine's other clients. */
  private void elsewhere() {
    reading.refused(
        fields,
        "Other programs than the Engine would run it",
        "name an image, or leave the service out",
        "provider",
        "models");
    reading.refused(
        fields,
        "Who speaks to the Engine owns the host",
        "mount the Engine's socket as a volume, and grant it",
        "use_api_socket");
    reading.unsupported(fields, "extends");
    reading.withoutEffect(fields, "an image is looked up when you deploy", "pull_refresh_after");
  }

  private Service.Supply supply() {
    return new Service.Supply(
        fields.text("platform"), pullPolicy(), reading.pairs(fields, "annotations"));
  }

  private Service.Pull pullPolicy() {
    String policy = fields.text("pull_policy", "");
    if (policy.matches("daily|weekly|every_.+")) {
      reading.withoutEffect(
          fields, "an image is looked up when you deploy, not by the clock", "pull_policy");
      return Service.Pull.USUAL;
    }
    if (policy.equals("build") && !fields.has("build")) {
      fields.problem(
          "pull_policy", "compose.conflict", "there is nothing to build", "add build: DIRECTORY");
    }
    isOneOf(
        fields,
        "pull_policy",
        policy.isEmpty() ? null : policy,
        List.of("always", "never", "missing", "if_not_present", "build", "daily", "weekly"));
    return switch (policy) {
      case "always" -> Service.Pull.ALWAYS;
      case "never" -> Service.Pull.NEVER;
      case "missing", "if_not_present" -> Service.Pull.MISSING;
      default -> Service.Pull.USUAL;
    };
  }

  private void deploy() {
    Fields present = Objects.requireNonNull(deploy);
    String mode = present.text("mode", "replicated");
    boolean known =
        isOneOf(
            present, "mode", mode, List.of("replicated", "global", "replicated-job", "global-job"));
    if (known && !mode.equals("replicated")) {
      reading.withoutEffect(present, "on one machine it is an ordinary service", "mode");
    }
    reading.withoutEffect(
        present,
        "it is for clusters, and this is one machine",
        "endpoint_mode",
        "labels",
        "placement",
        "rollback_config",
        "update_config");
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
