package steading.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/** Reads what a container may do and how much it may use. */
final class ConfinementReader {
  private static final List<String> NAMESPACES = List.of("pid", "ipc", "uts", "userns", "cgroup");

  private final Reading reading;
  private final Fields fields;
  private final @Nullable Fields resources;
  private final @Nullable Fields limits;
  private final @Nullable Fields reservations;

  ConfinementReader(Reading reading, Fields fields, @Nullable Fields deploy) {
    this.reading = reading;
    this.fields = fields;
    this.resources = deploy == null ? null : deploy.fields("resources");
    this.limits = resources == null ? null : resources.fields("limits");
    this.reservations = resources == null ? null : resources.fields("reservations");
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
            ulimits(fields, reading),
            fields.texts("group_add"),
            cpus(),
            limit("mem_limit", "memory", reading.size(fields, "mem_limit"), memory()),
            limit("pids_limit", "pids", pids(fields, "pids_limit"), pids(limits, "pids")),
            reading.size(fields, "shm_size"),
            logging(),
            new LimitsReader(reading, fields, reservations).read(),
            new HardwareReader(reading, fields, reservations).read());
    quota(confinement);
    endOfResources();
    return confinement;
  }

  /** The Engine takes either; it would refuse both only once the old container is gone. */
  private void quota(Confinement asked) {
    if (asked.cpus() > 0 && (asked.limits().cpuQuota() > 0 || asked.limits().cpuPeriod() > 0)) {
      fields.problem(
          fields.has("cpu_quota") ? "cpu_quota" : "cpu_period",
          "compose.conflict",
          "cpus, and cpu_quota or cpu_period, say the same in two ways",
          "keep cpus");
    }
  }

  private void endOfResources() {
    if (limits != null) {
      limits.done();
    }
    if (reservations != null) {
      reading.withoutEffect(
          reservations, "there is one machine to run on", "cpus", "generic_resources");
      reservations.done();
    }
    if (resources != null) {
      resources.done();
    }
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

  static Map<String, Confinement.Ulimit> ulimits(Fields from, Reading reading) {
    Map<String, Confinement.Ulimit> ulimits = new LinkedHashMap<>();
    from.entries("ulimits")
        .forEach((name, entry) -> {
          Long both = entry.value() instanceof Node.Scalar s ? Scalars.integer(s.text()) : null;
          if (both != null) {
            ulimits.put(name, new Confinement.Ulimit(both, both));
            return;
          }
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
