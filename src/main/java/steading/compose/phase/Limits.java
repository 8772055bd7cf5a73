package steading.compose.phase;

import java.util.List;
import steading.compose.schema.Values;
import steading.compose.yaml.Node;
import steading.problem.Problems;

/** Checks what one service says in two places, or leaves out altogether. */
final class Limits {
  private final String name;
  private final Node.Mapping service;
  private final Problems problems;

  Limits(String name, Node.Mapping service, Problems problems) {
    this.name = name;
    this.service = service;
    this.problems = problems;
  }

  void check() {
    Node.Mapping build = Edit.section(service, "build");
    if (Edit.text(service, "image") == null
        && service.get("build") == null
        && service.get("provider") == null) {
      problems.at(
          service.place(),
          "compose.no-image",
          "the service \"" + name + "\" has neither image nor build",
          "add image: NAME");
    }
    if (build.get("dockerfile") != null && build.get("dockerfile_inline") != null) {
      conflict(build, "dockerfile_inline", "dockerfile and dockerfile_inline exclude each other");
    }
    platforms(build);
    Node.Mapping deploy = Edit.section(service, "deploy");
    Node.Mapping resources = Edit.section(deploy, "resources");
    same("scale", deploy, "replicas", false);
    same("cpus", resources, "limits", "cpus");
    same("mem_limit", resources, "limits", "memory");
    same("mem_reservation", resources, "reservations", "memory");
    same("pids_limit", resources, "limits", "pids");
    Number scale = Values.number(service.get("scale"));
    Number replicas = scale == null ? Values.number(deploy.get("replicas")) : scale;
    if (service.get("container_name") != null && replicas != null && replicas.longValue() > 1) {
      conflict(
          service,
          "container_name",
          "several containers cannot have the same name, and \"" + name + "\" has " + replicas);
    }
  }

  private void platforms(Node.Mapping build) {
    List<Node> platforms = Edit.items(build, "platforms");
    String platform = Edit.text(service, "platform");
    if (platform != null
        && !platforms.isEmpty()
        && platforms.stream()
            .noneMatch(item -> item instanceof Node.Scalar s && s.text().equals(platform))) {
      conflict(service, "platform", "build.platforms does not have the platform " + platform);
    }
  }

  /** A whole block that is there counts as saying zero where it says nothing. */
  private void same(String key, Node.Mapping resources, String block, String other) {
    if (resources.get(block) instanceof Node.Mapping found) {
      same(key, found, other, true);
    }
  }

  private void same(String key, Node.Mapping in, String other, boolean zero) {
    Number own = Values.number(service.get(key));
    Number deployed = Values.number(in.get(other));
    if (own == null || (deployed == null && !zero) || (zero && own.doubleValue() == 0)) {
      return;
    }
    if (deployed == null || own.doubleValue() != deployed.doubleValue()) {
      conflict(service, key, key + " and deploy's " + other + " differ");
    }
  }

  private void conflict(Node.Mapping mapping, String key, String what) {
    Node value = mapping.get(key);
    problems.at(
        value == null ? mapping.place() : value.place(),
        "compose.conflict",
        what,
        "keep one of them");
  }
}
