package steading.compose.phase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problems;

/** Checks that everything a service names is there, and that no service waits for itself. */
final class Consistency {
  private final Node.Mapping root;
  private final Node.Mapping services;
  private final Node.Mapping all;
  private final Problems problems;

  /**
   * @param root with the active services only
   * @param all every service there is
   */
  Consistency(Node.Mapping root, Node.Mapping all, Problems problems) {
    this.root = root;
    this.services = Edit.section(root, "services");
    this.all = all;
    this.problems = problems;
  }

  void check() {
    services
        .entries()
        .forEach((name, entry) -> {
          if (entry.value() instanceof Node.Mapping service) {
            new Limits(name, service, problems).check();
            service(name, service);
          }
        });
    Set<String> done = new HashSet<>();
    services.entries().keySet().forEach(name -> visit(name, new LinkedHashSet<>(), done));
  }

  private void service(String name, Node.Mapping service) {
    if (Edit.text(service, "network_mode") != null
        && !Edit.section(service, "networks").entries().isEmpty()) {
      conflict(service, "network_mode", "network_mode and networks exclude each other");
    }
    Edit.section(service, "networks")
        .entries()
        .forEach((network, entry) -> known("network", network, entry.keyPlace()));
    for (Node item : Edit.items(service, "volumes")) {
      if (item instanceof Node.Mapping mount && "volume".equals(Edit.text(mount, "type"))) {
        known("volume", Edit.text(mount, "source"), item.place());
      }
    }
    sources(service, "config");
    sources(service, "secret");
    sources(Edit.section(service, "build"), "secret");
    Edit.section(service, "depends_on")
        .entries()
        .forEach((other, entry) -> dependency(other, entry));
    contexts(name, Edit.section(service, "build"));
    Node.Mapping mode = Edit.section(service, "healthcheck");
    test(mode);
    watches(service);
  }

  private void dependency(String other, Node.Entry entry) {
    boolean optional =
        entry.value() instanceof Node.Mapping on && "false".equals(Edit.text(on, "required"));
    boolean switchedOff =
        all.entries().containsKey(other) && !services.entries().containsKey(other);
    if (switchedOff && !optional) {
      problems.at(
          entry.keyPlace(),
          "compose.undefined",
          "the service \"" + other + "\" is switched off by its profiles",
          "switch on one of its profiles, or write required: false");
    } else if (!switchedOff) {
      known("service", other, entry.keyPlace());
    }
  }

  private void sources(Node.Mapping service, String kind) {
    for (Node item : Edit.items(service, kind + "s")) {
      if (item instanceof Node.Mapping mount) {
        String source = Edit.text(mount, "source");
        known(kind, source == null ? "" : source, item.place());
      }
    }
  }

  private void contexts(String name, Node.Mapping build) {
    Edit.section(build, "additional_contexts")
        .entries()
        .forEach((context, entry) -> {
          String text = entry.value() instanceof Node.Scalar scalar ? scalar.text() : "";
          if (text.startsWith("service:")) {
            String other = text.substring(8);
            known("service", other, entry.value().place());
            if (services.get(other) instanceof Node.Mapping target && target.get("build") == null) {
              problems.at(
                  entry.value().place(),
                  "compose.conflict",
                  "the service \"" + other + "\" is not built, so \"" + name + "\" cannot use it",
                  "give it build:, or name an image with docker-image://");
            }
          }
        });
  }

  private void test(Node.Mapping healthcheck) {
    List<Node> test = Edit.items(healthcheck, "test");
    if (!test.isEmpty()
        && test.getFirst() instanceof Node.Scalar first
        && !List.of("NONE", "CMD", "CMD-SHELL").contains(first.text())) {
      problems.at(
          first.place(),
          "compose.healthcheck",
          "the test begins with \"" + first.text() + "\"",
          "begin the list with CMD, CMD-SHELL or NONE");
    }
  }

  private void watches(Node.Mapping service) {
    for (Node item : Edit.items(Edit.section(service, "develop"), "watch")) {
      if (item instanceof Node.Mapping watch
          && Edit.text(watch, "target") == null
          && !List.of("rebuild", "restart").contains(String.valueOf(Edit.text(watch, "action")))) {
        problems.at(
            watch.place(),
            "yaml.missing-key",
            "\"target\" is missing",
            "say where in the container the files go");
      }
    }
  }

  private void conflict(Node.Mapping service, String key, String what) {
    Node value = service.get(key);
    problems.at(
        value == null ? service.place() : value.place(),
        "compose.conflict",
        what,
        "keep one of them");
  }

  private void known(String kind, @Nullable String name, Place place) {
    Set<String> defined = Edit.section(root, kind + "s").entries().keySet();
    if (name == null || defined.contains(name)) {
      return;
    }
    String nearest = Nearest.of(name, defined);
    problems.at(
        place,
        "compose.undefined",
        "the " + kind + " \"" + name + "\" is not defined",
        nearest == null ? "define it under " + kind + "s:" : "did you mean \"" + nearest + "\"?");
  }

  /** The chain is never longer than the number of services, nor is any service visited twice. */
  private void visit(String name, Set<String> chain, Set<String> done) {
    if (!(services.get(name) instanceof Node.Mapping service) || done.contains(name)) {
      return;
    }
    if (!chain.add(name)) {
      List<String> circle =
          new ArrayList<>(chain).subList(List.copyOf(chain).indexOf(name), chain.size());
      problems.at(
          Edit.section(service, "depends_on").place(),
          "compose.cycle",
          "services wait for each other: " + String.join(" → ", circle) + " → " + name,
          "remove one of these dependencies");
      return;
    }
    Map<String, Node.Entry> next = Edit.section(service, "depends_on").entries();
    next.keySet().forEach(other -> visit(other, chain, done));
    chain.remove(name);
    done.add(name);
  }
}
