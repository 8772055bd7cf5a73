package steading.compose.schema;

import static steading.compose.schema.Parts.BOOL;
import static steading.compose.schema.Parts.DURATION;
import static steading.compose.schema.Parts.HOOK;
import static steading.compose.schema.Parts.INTEGER;
import static steading.compose.schema.Parts.NUMBER;
import static steading.compose.schema.Parts.PAIRS;
import static steading.compose.schema.Parts.SET;
import static steading.compose.schema.Parts.SIZE;
import static steading.compose.schema.Parts.TEXT;
import static steading.compose.schema.Parts.TEXTS;
import static steading.compose.schema.Parts.VARIABLES;
import static steading.compose.schema.Parts.WORDS;
import static steading.compose.schema.Shape.Trait.IN_JSON;
import static steading.compose.schema.Shape.Trait.KEPT;
import static steading.compose.schema.Shape.Trait.NULLABLE;
import static steading.compose.schema.Shape.Trait.REQUIRED;
import static steading.compose.schema.Shape.Trait.SILENT;
import static steading.compose.schema.Shape.Trait.SLIGHT;
import static steading.compose.schema.Shape.choice;
import static steading.compose.schema.Shape.closed;
import static steading.compose.schema.Shape.key;
import static steading.compose.schema.Shape.keys;
import static steading.compose.schema.Shape.list;
import static steading.compose.schema.Shape.map;
import static steading.compose.schema.Shape.single;
import static steading.compose.schema.Shape.unique;

import java.util.List;

/** Every key of a service. */
final class ServiceShapes {
  private static final Shape FILE_MOUNT =
      keys(
          key("source", TEXT),
          key("target", TEXT),
          key("uid", TEXT),
          key("gid", TEXT),
          key("mode", INTEGER, KEPT));

  private static final Shape ULIMITS =
      new Shape.MapOf(
          new Shape.Either(
              INTEGER,
              keys(key("soft", INTEGER, REQUIRED, KEPT), key("hard", INTEGER, REQUIRED, KEPT))),
          "[a-z]+",
          false);

  private static final Shape BUILD =
      keys(
          key("context", TEXT),
          key("dockerfile", TEXT),
          key("dockerfile_inline", TEXT),
          key("entitlements", TEXTS),
          key("args", VARIABLES),
          key("ssh", VARIABLES),
          key("labels", PAIRS),
          key("cache_from", TEXTS),
          key("cache_to", TEXTS),
          key("no_cache", BOOL),
          key("additional_contexts", PAIRS),
          key("pull", BOOL),
          key("extra_hosts", SET),
          key("isolation", TEXT),
          key("network", TEXT),
          key("target", TEXT),
          key("secrets", list(FILE_MOUNT)),
          key("shm_size", SIZE),
          key("tags", TEXTS),
          key("ulimits", ULIMITS),
          key("platforms", TEXTS),
          key("privileged", BOOL),
          key("provenance", single(Kind.PAIR)),
          key("sbom", single(Kind.PAIR)));

  private static final Shape RATES = list(closed(key("path", TEXT, KEPT), key("rate", SIZE, KEPT)));

  private static final Shape BLKIO =
      closed(
          key("weight", INTEGER),
          key("weight_device", list(closed(key("path", TEXT, KEPT), key("weight", INTEGER, KEPT)))),
          key("device_read_bps", RATES),
          key("device_read_iops", RATES),
          key("device_write_bps", RATES),
          key("device_write_iops", RATES));

  private static final Shape ATTACHMENT =
      keys(
          key("priority", INTEGER),
          key("gw_priority", INTEGER),
          key("aliases", SET),
          key("ipv4_address", TEXT),
          key("ipv6_address", TEXT),
          key("link_local_ips", SET),
          key("mac_address", TEXT),
          key("interface_name", TEXT),
          key("driver_opts", map(single(Kind.TEXT_OR_NUMBER))));

  private static final Shape PORT =
      keys(
          key("name", TEXT),
          key("mode", TEXT),
          key("host_ip", TEXT),
          key("target", INTEGER, REQUIRED),
          key("published", single(Kind.TEXT_OR_INTEGER)),
          key("protocol", TEXT),
          key("app_protocol", TEXT));

  private static final Shape MOUNT =
      keys(
          key("type", TEXT, REQUIRED),
          key("source", TEXT),
          key("target", TEXT, REQUIRED),
          key("read_only", BOOL),
          key("consistency", TEXT),
          key(
              "bind",
              keys(
                  key("selinux", choice("z", "Z")),
                  key("propagation", TEXT),
                  key("create_host_path", BOOL),
                  key("recursive", choice("enabled", "disabled", "writable", "readonly")))),
          key("volume", keys(key("nocopy", BOOL), key("subpath", TEXT), key("labels", PAIRS))),
          key("image", keys(key("subpath", TEXT))),
          key("tmpfs", keys(key("size", SIZE), key("mode", INTEGER))));

  private static final Shape HEALTHCHECK =
      keys(
          key("test", TEXTS),
          key("timeout", DURATION, KEPT),
          key("interval", DURATION, KEPT),
          key("retries", single(Kind.TRUNCATED), KEPT),
          key("start_period", DURATION, KEPT),
          key("start_interval", DURATION, KEPT),
          key("disable", BOOL));

  private static final Shape DEPENDENCY =
      keys(
          key(
              "condition",
              choice("service_started", "service_healthy", "service_completed_successfully"),
              REQUIRED),
          key("restart", BOOL),
          key("required", single(Kind.STRICT_BOOL), KEPT));

  private static final Shape LOGGING =
      keys(
          key("driver", TEXT),
          key("options", new Shape.MapOf(single(Kind.TEXT_OR_NUMBER), Shape.ANY_NAME, true)));

  private static final Shape DEVELOP =
      keys(
          key(
              "watch",
              list(
                  keys(
                      key("path", TEXT, REQUIRED, KEPT),
                      key(
                          "action",
                          choice("rebuild", "sync", "restart", "sync+restart", "sync+exec"),
                          REQUIRED),
                      key("target", TEXT),
                      key("exec", HOOK, SLIGHT, IN_JSON),
                      key("ignore", TEXTS),
                      key("include", TEXTS),
                      key("initial_sync", BOOL))),
              KEPT));

  private static final Shape ENV_FILE =
      closed(key("path", TEXT, REQUIRED), key("format", TEXT), key("required", BOOL));

  /** The values of {@code pull_policy}; {@code every_…} is checked beside it. */
  private static final Shape PULL =
      new Shape.Value(
          Kind.TEXT,
          List.of("always", "never", "if_not_present", "build", "missing", "daily", "weekly"));

  static final Shape.Keys SERVICE =
      keys(
          key("annotations", PAIRS),
          key("attach", BOOL, KEPT),
          key("blkio_config", BLKIO),
          key("build", BUILD),
          key("cap_add", SET),
          key("cap_drop", SET),
          key("cgroup", choice("host", "private")),
          key("cgroup_parent", TEXT),
          key("command", WORDS, NULLABLE, IN_JSON),
          key("configs", list(FILE_MOUNT)),
          key("container_name", TEXT),
          key("cpu_count", single(Kind.COUNTED)),
          key("cpu_percent", single(Kind.PERCENT)),
          key("cpu_period", single(Kind.MICROSECONDS)),
          key("cpu_quota", single(Kind.MICROSECONDS)),
          key("cpu_rt_period", single(Kind.MICROSECONDS)),
          key("cpu_rt_runtime", single(Kind.MICROSECONDS)),
          key("cpu_shares", single(Kind.TRUNCATED)),
          key("cpus", NUMBER),
          key("cpuset", TEXT),
          key(
              "credential_spec",
              keys(key("config", TEXT), key("file", TEXT), key("registry", TEXT))),
          key("depends_on", Parts.named(DEPENDENCY, false)),
          key("deploy", DeployShapes.DEPLOY, NULLABLE),
          key("develop", DEVELOP, NULLABLE),
          key("device_cgroup_rules", SET),
          key(
              "devices",
              list(
                  keys(
                      key("source", TEXT, REQUIRED),
                      key("target", TEXT),
                      key("permissions", TEXT)))),
          key("dns", SET),
          key("dns_opt", SET),
          key("dns_search", SET),
          key("domainname", TEXT),
          key("entrypoint", WORDS, NULLABLE, IN_JSON),
          key("env_file", list(ENV_FILE), SILENT),
          key("environment", VARIABLES),
          key("expose", unique(single(Kind.TEXT_OR_INTEGER))),
          key("extends", Parts.EXTENDS, SILENT),
          key("external_links", SET),
          key("extra_hosts", SET),
          key("gpus", list(DeployShapes.GPU)),
          key("group_add", unique(single(Kind.TEXT_OR_NUMBER))),
          key("healthcheck", HEALTHCHECK),
          key("hostname", TEXT),
          key("image", TEXT),
          key("init", BOOL, KEPT),
          key("ipc", TEXT),
          key("isolation", TEXT),
          key("label_file", TEXTS, SILENT),
          key("labels", PAIRS),
          key("links", SET),
          key("logging", LOGGING),
          key("mac_address", TEXT),
          key("mem_limit", SIZE),
          key("mem_reservation", SIZE),
          key("mem_swappiness", SIZE),
          key("memswap_limit", SIZE),
          key("models", Parts.named(keys(key("endpoint_var", TEXT), key("model_var", TEXT)), true)),
          key("network_mode", TEXT),
          key("networks", Parts.named(ATTACHMENT, true)),
          key("oom_kill_disable", BOOL),
          key("oom_score_adj", single(Kind.SCORE)),
          key("pid", TEXT, NULLABLE),
          key("pids_limit", single(Kind.TRUNCATED)),
          key("platform", TEXT),
          key("ports", unique(PORT)),
          key("post_start", list(HOOK)),
          key("pre_stop", list(HOOK)),
          key("privileged", BOOL),
          key("profiles", SET),
          key("provider", keys(key("type", TEXT, REQUIRED), key("options", new Shape.Anything()))),
          key("pull_policy", PULL),
          key("pull_refresh_after", TEXT),
          key("read_only", BOOL),
          key("restart", TEXT),
          key("runtime", TEXT),
          key("scale", INTEGER, KEPT),
          key("secrets", list(FILE_MOUNT)),
          key("security_opt", SET),
          key("shm_size", SIZE),
          key("stdin_open", BOOL),
          key("stop_grace_period", DURATION, KEPT),
          key("stop_signal", TEXT),
          key("storage_opt", map(new Shape.Anything())),
          key("sysctls", PAIRS),
          key("tmpfs", SET),
          key("tty", BOOL),
          key("ulimits", ULIMITS),
          key("use_api_socket", BOOL),
          key("user", TEXT),
          key("userns_mode", TEXT),
          key("uts", TEXT),
          key("volumes", unique(MOUNT)),
          key("volumes_from", SET),
          key("working_dir", TEXT));

  private ServiceShapes() {}
}
