package steading.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.Lifecycle;
import steading.compose.Program;
import steading.compose.Service;
import steading.compose.Wiring;

/**
 * A container as the Engine wants it described. A health check's {@code start_interval} needs API
 * 1.44; an older Engine probes at {@code interval} from the start, which judges the same, later.
 */
final class SpecTranslation {
  private final ContainerSpec spec;
  private final ApiVersion version;

  SpecTranslation(ContainerSpec spec, ApiVersion version) {
    this.spec = spec;
    this.version = version;
  }

  ObjectNode body() {
    Service service = spec.service();
    ObjectNode body = Json.object().put("Image", spec.image());
    program(body, service.program());
    lifecycle(body, service.lifecycle());
    body.set("Labels", Json.object(spec.labels()));
    Ports ports = Ports.of(service.wiring());
    body.set("ExposedPorts", ports.exposed());
    put(body, "Hostname", service.wiring().hostname());
    put(body, "Domainname", service.wiring().names().domainname());
    ObjectNode host = new HostTranslation(spec, version).body();
    host.set("PortBindings", ports.bindings());
    body.set("HostConfig", host);
    network(body, host, service.wiring());
    return body;
  }

  private static void program(ObjectNode body, Program program) {
    List<String> entrypoint = program.entrypoint();
    if (entrypoint != null) {
      body.set("Entrypoint", Json.array(entrypoint));
    }
    List<String> command = program.command();
    if (command != null) {
      body.set("Cmd", Json.array(command));
    }
    body.set("Env", environment(program.environment()));
    put(body, "User", program.user());
    put(body, "WorkingDir", program.workingDir());
    body.put("Tty", program.tty());
    body.put("OpenStdin", program.stdinOpen());
  }

  static ArrayNode environment(Map<String, String> variables) {
    return Json.array(
        variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  private void lifecycle(ObjectNode body, Lifecycle lifecycle) {
    put(body, "StopSignal", lifecycle.stopSignal());
    Duration grace = lifecycle.stopGracePeriod();
    if (grace != null) {
      body.put("StopTimeout", Math.toIntExact(grace.plusMillis(999).toSeconds()));
    }
    Lifecycle.Healthcheck check = lifecycle.healthcheck();
    if (check != null) {
      body.set("Healthcheck", healthcheck(check));
    }
  }

  private ObjectNode healthcheck(Lifecycle.Healthcheck check) {
    ObjectNode node = Json.object();
    if (check.disabled()) {
      node.set("Test", Json.array(List.of("NONE")));
      return node;
    }
    if (!check.test().isEmpty()) {
      node.set("Test", Json.array(check.test()));
    }
    nanos(node, "Interval", check.interval());
    nanos(node, "Timeout", check.timeout());
    nanos(node, "StartPeriod", check.startPeriod());
    if (version.atLeast(1, 44)) {
      nanos(node, "StartInterval", check.startInterval());
    }
    Integer retries = check.retries();
    if (retries != null) {
      node.put("Retries", retries);
    }
    return node;
  }

  /** Only the first network: older Engines create a container in one, the rest are connected. */
  private void network(ObjectNode body, ObjectNode host, Wiring wiring) {
    String mode = wiring.networkMode();
    if (mode != null) {
      host.put("NetworkMode", spec.joined(mode));
      return;
    }
    spec.networks().entrySet().stream()
        .findFirst()
        .ifPresent(first -> {
          host.put("NetworkMode", first.getKey());
          if (!version.atLeast(1, 44)) {
            // Before that, an address was the container's, and so its first network's.
            put(body, "MacAddress", first.getValue().endpoint().mac());
          }
          body.putObject("NetworkingConfig")
              .putObject("EndpointsConfig")
              .set(first.getKey(), NetworkCalls.endpoint(first.getValue(), version));
        });
  }

  private static void nanos(ObjectNode node, String key, @Nullable Duration duration) {
    if (duration != null) {
      node.put(key, duration.toNanos());
    }
  }

  private static void put(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }
}
