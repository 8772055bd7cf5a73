package steading.compose;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Durations;

/** One service in canonical layout: keys in the order of the alphabet. */
final class CanonicalService {
  private static final int DEFAULT_MODE = 0444;

  private CanonicalService() {}

  static Map<String, Object> of(Service service) {
    Tree tree = new Tree();
    program(tree, service.program());
    wiring(tree, service.wiring());
    storage(tree, service.storage());
    lifecycle(tree, service.lifecycle());
    confinement(tree, service.confinement());
    tree.put("image", service.image());
    tree.put("build", build(service.build()));
    tree.put("labels", Tree.texts(service.labels()));
    tree.put("profiles", service.profiles());
    tree.put("deploy", deploy(service));
    return new TreeMap<>(tree.map());
  }

  /** Limits are printed here, wherever the file has them: one canonical place for each thing. */
  private static Map<String, Object> deploy(Service service) {
    Confinement asked = service.confinement();
    boolean whole = asked.cpus() == Math.rint(asked.cpus());
    Map<String, Object> limits =
        new Tree()
            .with("cpus", whole ? (Number) Math.round(asked.cpus()) : (Number) asked.cpus())
            .with("memory", bytes(asked.memory()))
            .with("pids", asked.pids())
            .map();
    Tree deploy = new Tree();
    if (service.replicas() != 1) {
      deploy.keep("replicas", service.replicas());
    }
    deploy.put("resources", new Tree().with("limits", limits).map());
    return deploy.map();
  }

  private static void program(Tree tree, Program program) {
    if (program.command() != null) {
      tree.keep("command", program.command());
    }
    if (program.entrypoint() != null) {
      tree.keep("entrypoint", program.entrypoint());
    }
    tree.put("environment", Tree.texts(program.environment()));
    tree.put("user", program.user());
    tree.put("working_dir", program.workingDir());
    tree.put("init", program.init());
    tree.put("tty", program.tty());
    tree.put("stdin_open", program.stdinOpen());
  }

  private static void wiring(Tree tree, Wiring wiring) {
    Map<String, @Nullable Object> networks = new TreeMap<>();
    wiring
        .networks()
        .forEach((name, attachment) -> {
          Map<String, Object> shape =
              new Tree()
                  .with("aliases", attachment.aliases())
                  .with("ipv4_address", attachment.ipv4())
                  .with("ipv6_address", attachment.ipv6())
                  .map();
          networks.put(name, shape.isEmpty() ? null : shape);
        });
    tree.put("networks", networks);
    tree.put("ports", wiring.ports().stream().map(CanonicalService::port).toList());
    tree.put("expose", wiring.expose());
    tree.put("hostname", wiring.hostname());
    tree.put("network_mode", wiring.networkMode());
    tree.put(
        "extra_hosts",
        wiring.extraHosts().stream().map(host -> host.replaceFirst(":", "=")).toList());
    tree.put("dns", wiring.dns());
    tree.put("dns_search", wiring.dnsSearch());
  }

  private static Map<String, Object> port(Wiring.Port port) {
    return new Tree()
        .with("mode", "ingress")
        .with("host_ip", port.hostIp())
        .with("target", port.target())
        .with("published", port.published() == null ? null : port.published().toString())
        .with("protocol", port.protocol())
        .map();
  }

  private static void storage(Tree tree, Storage storage) {
    List<Storage.Mount> mounts = storage.mounts();
    tree.put(
        "volumes", mounts.stream().filter(m -> !isBare(m)).map(CanonicalService::mount).toList());
    tree.put("tmpfs", mounts.stream().filter(m -> isBare(m)).map(Storage.Mount::target).toList());
    tree.put("secrets", storage.secrets().stream().map(CanonicalService::file).toList());
    tree.put("configs", storage.configs().stream().map(CanonicalService::file).toList());
  }

  /** Memory with nothing to say about it fits the short form. */
  private static boolean isBare(Storage.Mount mount) {
    return mount.kind() == Storage.Kind.TMPFS && mount.size() == 0 && !mount.readOnly();
  }

  private static Map<String, Object> mount(Storage.Mount mount) {
    Tree tree =
        new Tree()
            .with("type", mount.kind().name().toLowerCase(Locale.ROOT))
            .with("source", mount.source())
            .with("target", mount.target())
            .with("read_only", mount.readOnly());
    switch (mount.kind()) {
      case BIND -> tree.keep("bind", Map.of("create_host_path", true));
      case VOLUME -> tree.keep("volume", new Tree().with("subpath", mount.subpath()).map());
      case TMPFS ->
          tree.put(
              "tmpfs", new Tree().with("size", mount.size() == 0 ? null : "" + mount.size()).map());
    }
    return tree.map();
  }

  private static Map<String, Object> file(Storage.FileMount file) {
    return new Tree()
        .with("source", file.source())
        .with("target", file.target())
        .with("uid", file.uid())
        .with("gid", file.gid())
        .with("mode", file.mode() == DEFAULT_MODE ? null : "0" + Integer.toOctalString(file.mode()))
        .map();
  }

  private static void lifecycle(Tree tree, Lifecycle lifecycle) {
    Map<String, Object> dependencies = new TreeMap<>();
    lifecycle.dependsOn().forEach((name, on) -> dependencies.put(name, dependency(on)));
    tree.put("depends_on", dependencies);
    Lifecycle.Healthcheck check = lifecycle.healthcheck();
    if (check != null) {
      tree.put("healthcheck", healthcheck(check));
    }
    Lifecycle.Restart restart = lifecycle.restart();
    if (!restart.equals(Lifecycle.Restart.NO)) {
      tree.put(
          "restart",
          restart.policy() + (restart.maxRetries() == 0 ? "" : ":" + restart.maxRetries()));
    }
    tree.put("stop_signal", lifecycle.stopSignal());
    tree.put("stop_grace_period", duration(lifecycle.stopGracePeriod()));
  }

  private static Map<String, Object> dependency(Lifecycle.Dependency on) {
    Tree tree = new Tree();
    tree.put(
        "condition",
        switch (on.condition()) {
          case STARTED -> "service_started";
          case HEALTHY -> "service_healthy";
          case COMPLETED -> "service_completed_successfully";
        });
    tree.put("restart", on.restart());
    tree.keep("required", on.required());
    return tree.map();
  }

  private static Map<String, Object> healthcheck(Lifecycle.Healthcheck check) {
    return check.disabled()
        ? Map.of("disable", true)
        : new Tree()
            .with("test", check.test())
            .with("timeout", duration(check.timeout()))
            .with("interval", duration(check.interval()))
            .with("retries", check.retries())
            .with("start_period", duration(check.startPeriod()))
            .with("start_interval", duration(check.startInterval()))
            .map();
  }

  private static @Nullable String duration(@Nullable Duration duration) {
    return duration == null ? null : Durations.text(duration);
  }

  private static void confinement(Tree tree, Confinement asked) {
    tree.put("privileged", asked.privileged());
    tree.put("read_only", asked.readOnly());
    tree.put("cap_add", asked.capAdd());
    tree.put("cap_drop", asked.capDrop());
    tree.put("security_opt", asked.securityOpt());
    tree.put("devices", asked.devices().stream().map(CanonicalService::device).toList());
    asked
        .hostNamespaces()
        .forEach((kind, value) -> tree.put(kind.equals("userns") ? "userns_mode" : kind, value));
    tree.put("sysctls", Tree.texts(asked.sysctls()));
    Map<String, Object> ulimits = new TreeMap<>();
    asked.ulimits().forEach((name, limit) -> ulimits.put(name, ulimit(limit)));
    tree.put("ulimits", ulimits);
    tree.put("group_add", asked.groupAdd());
    tree.put("shm_size", bytes(asked.shmSize()));
    Confinement.Logging logging = asked.logging();
    if (logging != null) {
      tree.put(
          "logging",
          new Tree()
              .with("driver", logging.driver())
              .with("options", Tree.texts(logging.options()))
              .map());
    }
  }

  private static Map<String, Object> device(String device) {
    List<String> parts = new ArrayList<>(List.of(device.split(":", -1)));
    String source = parts.getFirst();
    return new Tree()
        .with("source", source)
        .with("target", parts.size() > 1 ? parts.get(1) : source)
        .with("permissions", parts.size() > 2 ? parts.get(2) : "rwm")
        .map();
  }

  private static Object ulimit(Confinement.Ulimit limit) {
    if (limit.soft() == limit.hard()) {
      return limit.soft();
    }
    Tree tree = new Tree();
    tree.keep("soft", limit.soft());
    tree.keep("hard", limit.hard());
    return tree.map();
  }

  private static @Nullable String bytes(long size) {
    return size == 0 ? null : Long.toString(size);
  }

  private static @Nullable Map<String, Object> build(@Nullable Build build) {
    return build == null
        ? null
        : new Tree()
            .with("context", build.context().toString())
            .with("dockerfile", build.dockerfile())
            .with("args", Tree.texts(build.args()))
            .with("target", build.target())
            .map();
  }
}
