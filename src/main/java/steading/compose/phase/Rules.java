package steading.compose.phase;

import java.util.List;
import java.util.Map;
import steading.compose.schema.Values;
import steading.compose.yaml.Node;
import steading.problem.Problems;

/** Rules about single definitions that a shape cannot say. */
final class Rules {
  private final Problems problems;

  Rules(Problems problems) {
    this.problems = problems;
  }

  void check(Node root) {
    if (!(root instanceof Node.Mapping project)) {
      return;
    }
    each(project, "volumes", this::volume);
    each(project, "configs", config -> source(config, List.of("file", "environment", "content")));
    each(project, "secrets", secret -> source(secret, List.of("file", "environment")));
    each(project, "services", this::service);
  }

  private interface Rule {
    void check(Named definition);
  }

  private record Named(String name, Node.Mapping body) {}

  private static void each(Node.Mapping project, String section, Rule rule) {
    Edit.section(project, section)
        .entries()
        .forEach((name, entry) -> {
          if (entry.value() instanceof Node.Mapping body) {
            rule.check(new Named(name, body));
          }
        });
  }

  private static boolean isExternal(Node.Mapping body) {
    return Values.flag(body.get("external"));
  }

  private void volume(Named volume) {
    if (!isExternal(volume.body())) {
      return;
    }
    volume
        .body()
        .entries()
        .forEach((key, entry) -> {
          if (!key.equals("name") && !key.equals("external") && !key.startsWith("x-")) {
            problems.at(
                entry.keyPlace(),
                "compose.conflict",
                "something external is not made here, so \"" + key + "\" has no meaning",
                "remove it");
          }
        });
  }

  private void source(Named definition, List<String> keys) {
    Node.Mapping body = definition.body();
    long sources = keys.stream().filter(key -> body.get(key) != null).count();
    boolean elsewhere = body.get("external") != null;
    if (sources > 1 || (sources == 0 && !elsewhere)) {
      problems.at(
          body.place(),
          "compose.source",
          "\"" + definition.name() + "\" needs exactly one source",
          "keep one of " + String.join(", ", keys) + " and external");
    }
  }

  private void service(Named service) {
    Node.Mapping body = service.body();
    Edit.items(body, "gpus").forEach(this::device);
    Node.Mapping resources = Edit.section(Edit.section(body, "deploy"), "resources");
    Edit.items(Edit.section(resources, "reservations"), "devices").forEach(this::device);
    Edit.items(Edit.section(body, "develop"), "watch").forEach(this::watch);
    Edit.items(body, "volumes").forEach(this::mount);
    if (body.get("provider") != null) {
      Map<String, Node.Entry> entries = body.entries();
      Node.Entry provider = entries.get("provider");
      problems.at(
          provider == null ? body.place() : provider.keyPlace(),
          "compose.provider",
          "a provider is a program of this machine that would run the service",
          "write a service with an image instead");
    }
  }

  private void mount(Node node) {
    if (node instanceof Node.Mapping mount
        && "bind".equals(Edit.text(mount, "type"))
        && mount.get("source") == null) {
      problems.at(
          mount.place(),
          "yaml.missing-key",
          "\"source\" is missing",
          "say which file or directory of the host is meant");
    }
  }

  private void device(Node node) {
    Node count = node instanceof Node.Mapping device ? device.get("count") : null;
    if (count != null && node instanceof Node.Mapping device && device.get("device_ids") != null) {
      problems.at(
          count.place(),
          "compose.conflict",
          "\"count\" and \"device_ids\" exclude each other",
          "keep one of them");
    }
  }

  private void watch(Node node) {
    if (node instanceof Node.Mapping watch && "".equals(Edit.text(watch, "path"))) {
      problems.at(watch.place(), "compose.path", "a watched path cannot be empty", "write a path");
    }
  }
}
