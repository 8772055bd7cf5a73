package steading.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Scalars;

/** Reads what a container may do and how much it may use. */
final class ConfinementReader {
  private static final List<String> NAMESPACES = List.of("pid", "ipc", "uts", "userns", "cgroup");

  private final Reading reading;
  private final Fields fields;
  private final @Nullable Fields limits;

  ConfinementReader(Reading reading, Fields fields, @Nullable Fields deploy) {
    this.reading = reading;
    this.fields = fields;
    this.limits = limits(deploy);
  }

  Confinement read() {
    Confinement confinement =
        new Confinement(
            reading.flag(fields, "privileged"),
            reading.flag(fields, "read_only"),
            fields.texts("cap_add"),
            fields.texts("cap_drop"),
            fields.texts("security_opt"),
            devices(),
            namespaces(),
            Reading.texts(fields, "sysctls"),
            ulimits(),
            fields.texts("group_add"),
            cpus(),
            limit("mem_limit", "memory", reading.size(fields, "mem_limit"), memory()),
            limit("pids_limit", "pids", pids(fields, "pids_limit"), pids(limits, "pids")),
            reading.size(fields, "shm_size"),
            logging());
    if (limits != null) {
      reading.unsupported(limits, "devices", "generic_resources");
      limits.done();
    }
    return confinement;
  }

  private @Nullable Fields limits(@Nullable Fields deploy) {
    Fields resources = deploy == null ? null : deploy.fields("resources");
    if (resources == null) {
      return null;
    }
    Fields found = resources.fields("limits");
    reading.unsupported(resources, "reservations");
    resources.done();
    return found;
  }

  private List<String> devices() {
    List<String> devices = fields.texts("devices");
    for (String device : devices) {
      if (!device.matches("/[^:]+(:/[^:]+)?(:[rwm]+)?")) {
        fields.problem(
            "devices",
            "compose.device",
            "\"" + Scalars.shown(device) + "\" is no device",
            "write /dev/NAME or /dev/NAME:/dev/NAME:rwm");
      }
    }
    return devices;
  }

  private Map<String, String> namespaces() {
    Map<String, String> namespaces = new LinkedHashMap<>();
    for (String name : NAMESPACES) {
      String value = fields.text(name.equals("userns") ? "userns_mode" : name);
      if (value != null) {
        namespaces.put(name, value);
      }
    }
    return namespaces;
  }

  private Map<String, Confinement.Ulimit> ulimits() {
    Map<String, Confinement.Ulimit> ulimits = new LinkedHashMap<>();
    fields
        .entries("ulimits")
        .forEach((name, entry) -> {
          Fields limit = Fields.of(entry.value(), reading.problems());
          limit.required("soft", "hard");
          long soft = Objects.requireNonNullElse(limit.number("soft"), 0L);
          long hard = Objects.requireNonNullElse(limit.number("hard"), 0L);
          ulimits.put(name, new Confinement.Ulimit(soft, hard));
          limit.done();
        });
    return ulimits;
  }

  private double cpus() {
    double own = positive(fields.decimal("cpus"), "cpus");
    double deployed = limits == null ? 0 : positive(limits.decimal("cpus"), "cpus");
    if (own != 0 && deployed != 0 && own != deployed) {
      conflict("cpus", "cpus");
    }
    return own == 0 ? deployed : own;
  }

  private double positive(@Nullable Double number, String key) {
    if (number != null && number < 0) {
      fields.problem(key, "compose.limit", "a limit cannot be negative", "write a number above 0");
      return 0;
    }
    return number == null ? 0 : number;
  }

  private long memory() {
    return limits == null ? 0 : reading.size(limits, "memory");
  }

  /** Compose writes -1 for no limit. */
  private static long pids(@Nullable Fields from, String key) {
    Long number = from == null ? null : from.number(key);
    return number == null ? 0 : Math.max(0, number);
  }

  private long limit(String key, String deployed, long own, long fromDeploy) {
    if (own != 0 && fromDeploy != 0 && own != fromDeploy) {
      conflict(key, deployed);
    }
    return own == 0 ? fromDeploy : own;
  }

  private void conflict(String key, String deployed) {
    fields.problem(
        key,
        "compose.conflict",
        key + " and deploy.resources.limits." + deployed + " differ",
        "keep one of them");
  }

  private Confinement.@Nullable Logging logging() {
    Fields logging = fields.fields("logging");
    if (logging == null) {
      return null;
    }
    Confinement.Logging result =
        new Confinement.Logging(
            logging.text("driver", "json-file"), Reading.texts(logging, "options"));
    logging.done();
    return result;
  }
}
