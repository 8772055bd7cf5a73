package steading.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/** Reads dependencies, the health check, and how a container ends. */
final class LifecycleReader {
  private static final List<String> POLICIES =
      List.of("no", "always", "on-failure", "unless-stopped");

  private final Reading reading;
  private final Fields fields;
  private final @Nullable Fields deploy;

  LifecycleReader(Reading reading, Fields fields, @Nullable Fields deploy) {
    this.reading = reading;
    this.fields = fields;
    this.deploy = deploy;
  }

  Lifecycle read() {
    return new Lifecycle(
        dependencies(),
        healthcheck(),
        restart(),
        fields.text("stop_signal"),
        fields.duration("stop_grace_period"),
        hooks("post_start"),
        hooks("pre_stop"));
  }

  private List<Hook> hooks(String key) {
    List<Hook> hooks = new ArrayList<>();
    for (Node item : fields.list(key)) {
      Fields hook = Fields.of(item, reading.problems());
      hook.required("command");
      Hook read =
          new Hook(
              ProgramReader.words(hook, "command", reading),
              hook.text("user"),
              reading.flag(hook, "privileged"),
              hook.text("working_dir"),
              reading.environment(hook, "environment"));
      hook.done();
      hooks.add(read);
    }
    return hooks;
  }

  /** Whoever uses another's namespaces or volumes must come after it, and stay with it. */
  private Map<String, Lifecycle.Dependency> dependencies() {
    Map<String, Lifecycle.Dependency> dependencies = written();
    for (String key : List.of("network_mode", "ipc", "pid")) {
      String mode = fields.text(key, "");
      if (mode.startsWith("service:")) {
        dependencies.putIfAbsent(mode.substring(8), started(true));
      }
    }
    fields
        .texts("links")
        .forEach(link -> dependencies.putIfAbsent(link.split(":", 2)[0], started(true)));
    fields.texts("volumes_from").stream()
        .filter(from -> !from.startsWith("container:"))
        .forEach(from -> dependencies.putIfAbsent(from.split(":", 2)[0], started(false)));
    return dependencies;
  }

  private static Lifecycle.Dependency started(boolean restart) {
    return new Lifecycle.Dependency(Lifecycle.Condition.STARTED, restart, true);
  }

  private Map<String, Lifecycle.Dependency> written() {
    Map<String, Lifecycle.Dependency> dependencies = new LinkedHashMap<>();
    fields
        .entries("depends_on")
        .forEach((name, entry) -> {
          Fields on = Fields.of(entry.value(), reading.problems());
          dependencies.put(
              name,
              new Lifecycle.Dependency(
                  condition(on), reading.flag(on, "restart"), reading.flag(on, "required", true)));
          on.done();
        });
    return dependencies;
  }

  private static Lifecycle.Condition condition(Fields on) {
    String condition = on.text("condition", "service_started");
    ServiceReader.isOneOf(
        on,
        "condition",
        condition,
        List.of("service_started", "service_healthy", "service_completed_successfully"));
    return switch (condition) {
      case "service_healthy" -> Lifecycle.Condition.HEALTHY;
      case "service_completed_successfully" -> Lifecycle.Condition.COMPLETED;
      default -> Lifecycle.Condition.STARTED;
    };
  }

  private Lifecycle.@Nullable Healthcheck healthcheck() {
    Fields check = fields.fields("healthcheck");
    if (check == null) {
      return null;
    }
    boolean disabled = reading.flag(check, "disable");
    List<String> test = disabled ? List.of("NONE") : check.texts("test");
    check.allow("test");
    if (!test.isEmpty() && !List.of("NONE", "CMD", "CMD-SHELL").contains(test.getFirst())) {
      check.problem(
          "test",
          "compose.healthcheck",
          "the test begins with \"" + Scalars.shown(test.getFirst()) + "\"",
          "begin the list with CMD, CMD-SHELL or NONE");
    }
    Lifecycle.Healthcheck result =
        new Lifecycle.Healthcheck(
            test,
            check.duration("interval"),
            check.duration("timeout"),
            check.duration("start_period"),
            check.duration("start_interval"),
            check.integer("retries"));
    check.done();
    return result;
  }

  private Lifecycle.Restart restart() {
    Lifecycle.Restart restart = restartOf(fields.text("restart", "no"));
    Fields policy = deploy == null ? null : deploy.fields("restart_policy");
    if (policy == null) {
      return restart;
    }
    String condition = policy.text("condition", "any");
    ServiceReader.isOneOf(
        policy, "condition", condition, List.of("none", "on-failure", "any", "unless-stopped"));
    int attempts = Objects.requireNonNullElse(policy.integer("max_attempts"), 0);
    reading.withoutEffect(
        policy, "the Engine paces restarts by itself, longer each time", "delay", "window");
    policy.done();
    return switch (condition) {
      case "none" -> Lifecycle.Restart.NO;
      case "on-failure" -> new Lifecycle.Restart("on-failure", attempts);
      case "unless-stopped" -> Lifecycle.Restart.UNLESS_STOPPED;
      default -> new Lifecycle.Restart("always", 0);
    };
  }

  private Lifecycle.Restart restartOf(String text) {
    if (text.matches("on-failure:\\d{1,6}")) {
      return new Lifecycle.Restart("on-failure", Integer.parseInt(text.substring(11)));
    }
    return ServiceReader.isOneOf(fields, "restart", text, POLICIES)
        ? new Lifecycle.Restart(text, 0)
        : Lifecycle.Restart.NO;
  }
}
