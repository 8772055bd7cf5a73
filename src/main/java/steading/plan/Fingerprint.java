package steading.plan;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import steading.compose.Lifecycle;
import steading.compose.Service;
import steading.engine.ContainerSpec;
import steading.engine.HookText;

/**
 * The hash by which a container is known to be up to date. It has named parts, so that a plan can
 * say what changed, and is keyed, so that a label never helps to guess a setting's value.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(ContainerSpec spec, UnaryOperator<String> hmac) {
    Service service = spec.service();
    var program = service.program();
    Map<String, String> parts = new LinkedHashMap<>();
    Service.Supply supply = service.supply();
    parts.put("image", supply.platform() == null ? spec.image() : spec.image() + supply.platform());
    parts.put(
        "program",
        program.entrypoint()
            + "|"
            + program.command()
            + "|"
            + program.user()
            + "|"
            + program.workingDir()
            + "|"
            + program.init()
            + program.tty()
            + program.stdinOpen());
    parts.put("environment", program.environment().toString());
    parts.put("wiring", service.wiring() + "|" + spec.networks());
    parts.put(
        "storage",
        service.storage().mounts()
            + "|"
            + service.storage().volumesFrom()
            + "|"
            + spec.volumes()
            + "|"
            + spec.binds());
    parts.put("files", files(spec));
    parts.put("lifecycle", lifecycle(service.lifecycle()));
    parts.put("limits", service.confinement().toString());
    parts.put("labels", service.labels() + "|" + supply.annotations());
    return parts.entrySet().stream()
        .map(e -> e.getKey() + ":" + hmac.apply(e.getKey() + "\n" + e.getValue()).substring(0, 12))
        .collect(Collectors.joining(" "));
  }

  /** What a container waits for is no part of the container. */
  private static String lifecycle(Lifecycle lifecycle) {
    return lifecycle.healthcheck()
        + "|"
        + lifecycle.restart()
        + "|"
        + lifecycle.stopSignal()
        + "|"
        + lifecycle.stopGracePeriod()
        + "|"
        + HookText.of(lifecycle.postStart())
        + HookText.of(lifecycle.preStop());
  }

  private static String files(ContainerSpec spec) {
    return spec.files().stream()
        .map(f ->
            f.path()
                + " "
                + f.uid()
                + " "
                + f.gid()
                + " "
                + f.mode()
                + " "
                + HexFormat.of().formatHex(sha256(f.content())))
        .collect(Collectors.joining("\n"));
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
