package steading.compose;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a service asks of the host's machinery and of other containers; part of {@link Policy}. */
final class Reach {
  private static final String OWN_NAMES = "stead-";

  private final Project project;
  private final Service service;
  private final String path;
  private final Refusal refusal;

  /** As {@code Policy.refuse}. */
  interface Refusal {
    void refuse(String path, String construct, String value, String why);
  }

  Reach(Project project, Service service, Refusal refusal) {
    this.project = project;
    this.service = service;
    this.path = "services." + service.name() + ".";
    this.refusal = refusal;
  }

  void check() {
    hardware(service.confinement().hardware());
    limits(service.confinement().limits());
    strangers();
    mounts();
    hooks();
    names();
    ownNames();
  }

  private void refuse(String key, String construct, String value, String why) {
    String grant = value.isEmpty() ? service.name() : service.name() + ":" + value;
    refusal.refuse(path + key, construct, grant, why);
  }

  private void hardware(Hardware asked) {
    for (Hardware.Request request : asked.requests()) {
      boolean own = project.origin().places().containsKey(path + "gpus");
      refuse(
          own ? "gpus" : "deploy",
          "device-request",
          String.join("+", request.capabilities()),
          "It reaches the host's hardware");
    }
    for (String rule : asked.cgroupRules()) {
      refuse("device_cgroup_rules", "device-cgroup-rule", rule, "It opens devices of the host");
    }
    if (asked.runtime() != null) {
      refuse(
          "runtime",
          "runtime",
          asked.runtime(),
          "Another runtime may confine less, or differently");
    }
    if (asked.cgroupParent() != null) {
      refuse(
          "cgroup_parent",
          "cgroup-parent",
          asked.cgroupParent(),
          "The container would leave the Engine's group and its limits");
    }
  }

  private void limits(Limits asked) {
    if (asked.oomKillDisable()) {
      refuse("oom_kill_disable", "oom-kill-disable", "", "Without memory, the host would hang");
    }
    if (asked.oomScoreAdj() < 0) {
      refuse(
          "oom_score_adj",
          "oom-score",
          Integer.toString(asked.oomScoreAdj()),
          "Without memory, the host's own programs would end first");
    }
    if (asked.cpuRealtimeRuntime() != 0 || asked.cpuRealtimePeriod() != 0) {
      refuse("cpu_rt_runtime", "cpu-realtime", "", "It can take the CPUs from the whole host");
    }
    asked
        .storageOpt()
        .forEach((key, value) ->
            refuse(
                "storage_opt",
                "storage-opt",
                key + "=" + value,
                "It changes how the Engine keeps files on the host"));
    Limits.BlockIo block = asked.blockIo();
    Stream.of(
            block.weights(),
            block.readBytes(),
            block.writeBytes(),
            block.readOperations(),
            block.writeOperations())
        .flatMap(List::stream)
        .map(Limits.Device::path)
        .distinct()
        .forEach(
            device -> refuse("blkio_config", "blkio", device, "It names a device of the host"));
  }

  private void strangers() {
    for (Wiring.Link link : service.wiring().names().externalLinks()) {
      refuse("external_links", "external-link", link.name(), "It may belong to another app");
    }
    for (Storage.Lender lender : service.storage().volumesFrom()) {
      if (!lender.service()) {
        refuse("volumes_from", "volumes-from", lender.name(), "It may belong to another app");
      } else if (lendsEngine(lender.name(), new HashSet<>())) {
        refusal.refuse(
            path + "volumes_from",
            "engine-socket",
            service.name(),
            "Who speaks to the Engine owns the host, and " + lender.name() + " mounts its socket");
      }
    }
  }

  private boolean lendsEngine(String name, Set<String> seen) {
    Service lender = project.services().get(name);
    if (lender == null || !seen.add(name)) {
      return false;
    }
    return lender.storage().mounts().stream()
            .filter(mount -> mount.kind() == Storage.Kind.BIND && mount.source() != null)
            .anyMatch(mount -> HostPaths.reachesEngine(Path.of(String.valueOf(mount.source()))))
        || lender.storage().volumesFrom().stream()
            .anyMatch(next -> next.service() && lendsEngine(next.name(), seen));
  }

  private void mounts() {
    HostPaths paths = new HostPaths(project.origin().directory());
    int index = 0;
    for (Storage.Mount mount : service.storage().mounts()) {
      String key = "volumes." + index++;
      String propagation = mount.options().propagation();
      if (propagation != null && !Harmless.propagation(propagation)) {
        refuse(
            key,
            "propagation",
            propagation,
            "What is mounted inside would appear on the host, or the other way round");
      }
      String source = mount.source();
      boolean own =
          mount.kind() != Storage.Kind.BIND || source == null || paths.inside(Path.of(source));
      if (mount.options().selinux() != null && !own) {
        refusal.refuse(
            path + key,
            "relabel",
            String.valueOf(source),
            "It changes who may read the host's files");
      }
    }
  }

  private void hooks() {
    boolean privileged =
        Stream.of(service.lifecycle().postStart(), service.lifecycle().preStop())
            .flatMap(List::stream)
            .anyMatch(Hook::privileged);
    if (privileged) {
      boolean atStart = service.lifecycle().postStart().stream().anyMatch(Hook::privileged);
      refuse(
          atStart ? "post_start" : "pre_stop",
          "privileged-hook",
          "",
          "A privileged command owns the host");
    }
  }

  /** Containers are called so on the Engine, and the gateway looks for them by these names. */
  private void ownNames() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(service.name(), "");
    names.putIfAbsent(Objects.requireNonNullElse(service.wiring().hostname(), ""), "hostname");
    service
        .wiring()
        .networks()
        .forEach((network, attachment) -> {
          String key = "networks." + network + ".aliases";
          boolean listed = project.origin().places().containsKey(path + key);
          attachment
              .aliases()
              .forEach(alias -> names.putIfAbsent(alias, listed ? key : "container_name"));
        });
    names.forEach((name, key) -> {
      // The Engine's DNS takes capitals for small letters.
      if (name.regionMatches(true, 0, OWN_NAMES, 0, OWN_NAMES.length())) {
        refuse(key, "gateway-name", name, "The gateway would send it what is for another app");
      }
    });
  }

  private void names() {
    service
        .supply()
        .annotations()
        .keySet()
        .forEach(key -> {
          if (!Harmless.annotation(key)) {
            refuse(
                "annotations." + key, "annotation", key, "A runtime may do anything on its word");
          }
        });
    service
        .wiring()
        .networks()
        .forEach((network, attachment) ->
            attachment
                .endpoint()
                .driverOpts()
                .keySet()
                .forEach(key -> {
                  if (!Harmless.endpointOption(key)) {
                    refuse(
                        "networks." + network,
                        "endpoint-option",
                        key,
                        "This option of the driver is not known to stay inside the container");
                  }
                }));
  }
}
