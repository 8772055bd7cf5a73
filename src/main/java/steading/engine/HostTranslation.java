package steading.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.Confinement;
import steading.compose.Lifecycle;
import steading.compose.Wiring;
import steading.engine.EngineException.Reason;

/** What a container may do on its host and how much it gets: the Engine's HostConfig. */
final class HostTranslation {
  /** Without limits a talkative app fills the disk. */
  private static final Confinement.Logging USUAL_LOGGING =
      new Confinement.Logging("json-file", Map.of("max-size", "10m", "max-file", "3"));

  private final ContainerSpec spec;
  private final ApiVersion version;
  private final ObjectNode host = Json.object();

  HostTranslation(ContainerSpec spec, ApiVersion version) {
    this.spec = spec;
    this.version = version;
  }

  ObjectNode body() {
    Confinement confinement = spec.service().confinement();
    restart(spec.service().lifecycle().restart());
    names(spec.service().wiring());
    rights(confinement);
    new LimitTranslation(host).add(confinement);
    logging(confinement.logging());
    host.put("Init", spec.service().program().init());
    new MountTranslation(spec, version).addTo(host);
    Map<String, String> annotations = spec.service().supply().annotations();
    if (!annotations.isEmpty() && version.atLeast(1, 43)) {
      host.set("Annotations", Json.object(annotations));
    }
    return host;
  }

  private void restart(Lifecycle.Restart restart) {
    ObjectNode policy = host.putObject("RestartPolicy").put("Name", restart.policy());
    if (restart.policy().equals("on-failure")) {
      policy.put("MaximumRetryCount", restart.maxRetries());
    }
  }

  private void names(Wiring wiring) {
    List<String> hosts = wiring.extraHosts().stream().map(HostTranslation::extraHost).toList();
    host.set("ExtraHosts", Json.array(hosts));
    host.set("Dns", Json.array(wiring.dns()));
    host.set("DnsSearch", Json.array(wiring.dnsSearch()));
    host.set("DnsOptions", Json.array(wiring.names().dnsOptions()));
  }

  /** Compose also writes {@code name=address}; the Engine only knows the colon. */
  private static String extraHost(String written) {
    int equals = written.indexOf('=');
    return equals < 0
        ? written
        : written.substring(0, equals) + ":" + written.substring(equals + 1);
  }

  private void rights(Confinement confinement) {
    host.put("Privileged", confinement.privileged());
    host.put("ReadonlyRootfs", confinement.readOnly());
    host.set("CapAdd", Json.array(confinement.capAdd()));
    host.set("CapDrop", Json.array(confinement.capDrop()));
    host.set("GroupAdd", Json.array(confinement.groupAdd()));
    host.set(
        "SecurityOpt",
        Json.array(confinement.securityOpt().stream().map(HostTranslation::security).toList()));
    host.set("Sysctls", Json.object(confinement.sysctls()));
    ArrayNode devices = host.putArray("Devices");
    confinement.devices().forEach(device -> devices.add(device(device)));
    confinement.hostNamespaces().forEach(this::namespace);
  }

  private void namespace(String kind, String mode) {
    String key =
        switch (kind.replaceFirst("_mode$", "")) {
          case "pid" -> "PidMode";
          case "ipc" -> "IpcMode";
          case "uts" -> "UTSMode";
          case "userns" -> "UsernsMode";
          case "cgroup" -> "CgroupnsMode";
          default ->
              throw new EngineException(
                  Reason.BAD_REQUEST, "\"" + kind + "\" is no namespace the Engine can share");
        };
    host.put(key, spec.joined(mode));
  }

  /** The Engine wants a seccomp profile itself, where people name its file. */
  private static String security(String written) {
    String option = written.replaceFirst("^([a-z-]+):", "$1=");
    if (!option.startsWith("seccomp=/")) {
      return option;
    }
    Path profile = Path.of(option.substring("seccomp=".length()));
    try {
      return "seccomp=" + Files.readString(profile);
    } catch (IOException e) {
      throw new EngineException(
          Reason.BAD_REQUEST, "the seccomp profile " + profile + " cannot be read", e);
    }
  }

  private static ObjectNode device(String written) {
    String[] parts = written.split(":", 3);
    return Json.object()
        .put("PathOnHost", parts[0])
        .put("PathInContainer", parts.length > 1 ? parts[1] : parts[0])
        .put("CgroupPermissions", parts.length > 2 ? parts[2] : "rwm");
  }

  private void logging(Confinement.@Nullable Logging wanted) {
    Confinement.Logging logging = wanted == null ? USUAL_LOGGING : wanted;
    host.putObject("LogConfig")
        .put("Type", logging.driver())
        .set("Config", Json.object(logging.options()));
  }
}
