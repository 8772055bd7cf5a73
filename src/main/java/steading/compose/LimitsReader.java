package steading.compose;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Durations;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/** Reads the finer limits: shares and pinning of CPUs, kinds of memory, speed of disks. */
final class LimitsReader {
  private final Reading reading;
  private final Fields fields;
  private final @Nullable Fields reservations;

  LimitsReader(Reading reading, Fields fields, @Nullable Fields reservations) {
    this.reading = reading;
    this.fields = fields;
    this.reservations = reservations;
  }

  Limits read() {
    reading.withoutEffect(fields, "it is for Windows", "cpu_count", "cpu_percent");
    return new Limits(
        number("cpu_shares", 0, Integer.MAX_VALUE),
        micros("cpu_period"),
        micros("cpu_quota"),
        micros("cpu_rt_period"),
        micros("cpu_rt_runtime"),
        cpuset(),
        swap(),
        reservation(),
        swappiness(),
        reading.flag(fields, "oom_kill_disable"),
        (int) number("oom_score_adj", -1000, 1000),
        blockIo(),
        Reading.texts(fields, "storage_opt"));
  }

  private long number(String key, long least, long most) {
    Long number = fields.number(key);
    return number == null ? 0 : inRange(fields, key, number, least, most);
  }

  private static long inRange(Fields from, String key, long number, long least, long most) {
    if (number >= least && number <= most) {
      return number;
    }
    from.problem(
        key,
        "compose.limit",
        "\"" + key + "\" cannot be " + number,
        "write a number from " + least + " to " + most);
    return 0;
  }

  /** A number is microseconds; otherwise it is a duration. */
  private long micros(String key) {
    if (!(fields.node(key) instanceof Node.Scalar scalar)) {
      return number(key, 0, Long.MAX_VALUE);
    }
    Long number = Scalars.integer(scalar.text());
    Duration duration = number == null ? Durations.parse(scalar.text()) : null;
    return duration == null ? number(key, -1, Long.MAX_VALUE) : duration.toNanos() / 1000;
  }

  private @Nullable String cpuset() {
    String cpus = fields.text("cpuset");
    if (cpus == null || cpus.isEmpty()) {
      return null;
    }
    if (!cpus.matches("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*")) {
      fields.problem(
          "cpuset", "compose.limit", "this is no list of CPUs", "write 0-2 or 0,1 for example");
    }
    return cpus;
  }

  private long swap() {
    boolean unlimited =
        fields.node("memswap_limit") instanceof Node.Scalar scalar && scalar.text().equals("-1");
    return unlimited ? -1 : reading.size(fields, "memswap_limit");
  }

  private long reservation() {
    long own = reading.size(fields, "mem_reservation");
    long deployed = reservations == null ? 0 : reading.size(reservations, "memory");
    if (own != 0 && deployed != 0 && own != deployed) {
      fields.problem(
          "mem_reservation",
          "compose.conflict",
          "mem_reservation and deploy.resources.reservations.memory differ",
          "keep one of them");
    }
    return own == 0 ? deployed : own;
  }

  private @Nullable Integer swappiness() {
    return fields.has("mem_swappiness") ? (Integer) (int) number("mem_swappiness", 0, 100) : null;
  }

  private Limits.BlockIo blockIo() {
    Fields block = fields.fields("blkio_config");
    if (block == null) {
      return Limits.BlockIo.NONE;
    }
    Limits.BlockIo result =
        new Limits.BlockIo(
            (int) weight(block, "weight"),
            devices(block, "weight_device", "weight"),
            devices(block, "device_read_bps", "rate"),
            devices(block, "device_write_bps", "rate"),
            devices(block, "device_read_iops", "rate"),
            devices(block, "device_write_iops", "rate"));
    block.done();
    return result;
  }

  private static long weight(Fields from, String key) {
    Long weight = from.number(key);
    return weight == null || weight == 0 ? 0 : inRange(from, key, weight, 10, 1000);
  }

  private List<Limits.Device> devices(Fields block, String key, String value) {
    List<Limits.Device> devices = new ArrayList<>();
    for (Node item : block.list(key)) {
      Fields device = Fields.of(item, reading.problems());
      device.required("path", value);
      long number =
          value.equals("weight")
              ? weight(device, value)
              : Objects.requireNonNullElse(device.size(value), 0L);
      devices.add(new Limits.Device(device.text("path", ""), number));
      device.done();
    }
    return devices;
  }
}
