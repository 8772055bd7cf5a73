package steading.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;

/** Reads what a container asks of the host's machinery. */
final class HardwareReader {
  private static final Pattern CGROUP_RULE =
      Pattern.compile("[acb] (\\d{1,9}|\\*):(\\d{1,9}|\\*) [rwm]{1,3}");

  private final Reading reading;
  private final Fields fields;
  private final @Nullable Fields reservations;

  HardwareReader(Reading reading, Fields fields, @Nullable Fields reservations) {
    this.reading = reading;
    this.fields = fields;
    this.reservations = reservations;
  }

  Hardware read() {
    List<Hardware.Request> requests = new ArrayList<>(gpus());
    if (reservations != null) {
      reservations.list("devices").forEach(item -> requests.add(request(item, List.of())));
    }
    reading.withoutEffect(fields, "it is for Windows", "credential_spec");
    String isolation = fields.text("isolation", "default");
    if (!isolation.equals("default")) {
      reading.withoutEffect(fields, "it is for Windows", "isolation");
    }
    return new Hardware(
        requests, cgroupRules(), fields.text("runtime"), fields.text("cgroup_parent"));
  }

  /** {@code all}, or a list of requests. */
  private List<Hardware.Request> gpus() {
    if (fields.node("gpus") instanceof Node.Scalar scalar) {
      if (!scalar.text().equals("all")) {
        fields.problem(
            "gpus",
            "compose.choice",
            "\"gpus\" cannot be \"" + Scalars.shown(scalar.text()) + "\"",
            "write all, or a list with driver, count or device_ids");
      }
      return List.of(new Hardware.Request(null, -1, List.of(), List.of("gpu"), Map.of()));
    }
    return fields.list("gpus").stream().map(item -> request(item, List.of("gpu"))).toList();
  }

  private Hardware.Request request(Node item, List<String> usual) {
    Fields device = Fields.of(item, reading.problems());
    List<String> written = device.texts("capabilities");
    List<String> capabilities = new ArrayList<>(written);
    usual.stream().filter(each -> !written.contains(each)).forEach(capabilities::add);
    if (capabilities.isEmpty()) {
      device.required("capabilities");
    }
    List<String> ids = device.texts("device_ids");
    boolean all = device.text("count", "all").equals("all");
    if (device.has("count") && !ids.isEmpty()) {
      device.problem(
          "count", "compose.conflict", "count and device_ids exclude each other", "keep one");
    }
    int count = all ? -1 : Objects.requireNonNullElse(device.integer("count"), -1);
    Hardware.Request request =
        new Hardware.Request(
            device.text("driver"),
            ids.isEmpty() ? count : 0,
            ids,
            capabilities,
            reading.pairs(device, "options"));
    device.done();
    return request;
  }

  private List<String> cgroupRules() {
    List<String> rules = fields.texts("device_cgroup_rules");
    for (String rule : rules) {
      if (!CGROUP_RULE.matcher(rule).matches()) {
        fields.problem(
            "device_cgroup_rules",
            "compose.device",
            "\"" + Scalars.shown(rule) + "\" is no rule for devices",
            "write KIND MAJOR:MINOR RIGHTS, such as \"c 1:3 mr\"");
      }
    }
    return rules;
  }
}
