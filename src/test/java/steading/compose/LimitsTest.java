package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The finer limits, and what a container asks of the host's machinery. */
class LimitsTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private Limits limits(String keys) {
    return loading.web(keys).service().confinement().limits();
  }

  private Hardware hardware(String keys) {
    return loading.web(keys).service().confinement().hardware();
  }

  @Test
  void sharesAndPinsOfCpus() {
    Limits asked = limits("cpu_shares: 73\ncpu_period: 20ms\ncpu_quota: '50000'\ncpuset: 0-2,4\n");
    assertThat(asked.cpuShares()).isEqualTo(73);
    assertThat(asked.cpuPeriod()).isEqualTo(20_000);
    assertThat(asked.cpuQuota()).isEqualTo(50_000);
    assertThat(asked.cpuset()).isEqualTo("0-2,4");
  }

  @Test
  void realtimeIsADurationOrMicroseconds() {
    Limits asked = limits("cpu_rt_runtime: 400ms\ncpu_rt_period: 1400");
    assertThat(asked.cpuRealtimeRuntime()).isEqualTo(400_000);
    assertThat(asked.cpuRealtimePeriod()).isEqualTo(1400);
  }

  @Test
  void kindsOfMemory() {
    Limits asked =
        limits(
            "memswap_limit: 1g\nmem_reservation: 64m\nmem_swappiness: 0\noom_kill_disable: true\n"
                + "oom_score_adj: -7");
    assertThat(asked.memorySwap()).isEqualTo(1L << 30);
    assertThat(asked.memoryReservation()).isEqualTo(64 << 20);
    assertThat(asked.memorySwappiness()).isZero();
    assertThat(asked.oomKillDisable()).isTrue();
    assertThat(asked.oomScoreAdj()).isEqualTo(-7);
  }

  @Test
  void unlimitedSwapIsMinusOne() {
    assertThat(limits("memswap_limit: -1").memorySwap()).isEqualTo(-1);
  }

  @Test
  void speedOfDisks() {
    Limits.BlockIo block =
        limits(
                """
                blkio_config:
                  weight: 300
                  weight_device: [{path: /dev/a, weight: 400}]
                  device_read_bps: [{path: /dev/b, rate: 12mb}]
                  device_read_iops: [{path: /dev/b, rate: 120}]
                  device_write_bps: [{path: /dev/c, rate: 1024k}]
                  device_write_iops: [{path: /dev/c, rate: 30}]
                """)
            .blockIo();
    assertThat(block.weight()).isEqualTo(300);
    assertThat(block.weights()).containsExactly(new Limits.Device("/dev/a", 400));
    assertThat(block.readBytes()).containsExactly(new Limits.Device("/dev/b", 12 << 20));
    assertThat(block.readOperations()).containsExactly(new Limits.Device("/dev/b", 120));
    assertThat(block.writeBytes()).containsExactly(new Limits.Device("/dev/c", 1 << 20));
    assertThat(block.writeOperations()).containsExactly(new Limits.Device("/dev/c", 30));
  }

  @Test
  void reservationsOfDeploy() {
    Limits asked = limits("deploy: {resources: {reservations: {memory: 20m, cpus: '0.5'}}}");
    assertThat(asked.memoryReservation()).isEqualTo(20 << 20);
    assertThat(loading.warnings.list())
        .singleElement()
        .satisfies(w -> assertThat(w.text()).contains("\"cpus\" has no effect here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mem_swappiness: 101|4:21 compose.limit",
        "oom_score_adj: 1001|4:20 yaml.type",
        "cpuset: some|4:13 compose.limit",
        "cpu_quota: soon|4:16 yaml.type",
        "blkio_config: {weight: 5}|4:28 compose.limit",
        "blkio_config: {wait: 5}|4:20 yaml.unknown-key",
        "blkio_config: {device_read_bps: [{path: /dev/a}]}|4:38 yaml.missing-key",
        "mem_reservation: 1m\\ndeploy: {resources: {reservations: {memory: 2m}}}|4:22 compose.conflict",
        "cpus: 1\\ncpu_quota: 5|5:16 compose.conflict",
        "device_cgroup_rules: [all]|4:26 compose.device",
        "gpus: some|4:11 yaml.type",
        "gpus: [{count: 1, device_ids: [a]}]|4:20 compose.conflict",
        "deploy: {resources: {reservations: {devices: [{driver: x}]}}}|4:51 yaml.missing-key"
      })
  void mistakesHaveTheirPlace(String keys, String problem) {
    assertThat(loading.web(keys.replace("\\n", "\n")).problem()).isEqualTo(problem);
  }

  @Test
  void gpusAreRequestsToADriver() {
    assertThat(hardware("gpus: all").requests())
        .containsExactly(new Hardware.Request(null, -1, List.of(), List.of("gpu"), Map.of()));
    loading = new Loading(directory);
    assertThat(hardware("gpus: [{driver: nvidia, count: 2, options: {a: b}}]").requests())
        .containsExactly(
            new Hardware.Request("nvidia", 2, List.of(), List.of("gpu"), Map.of("a", "b")));
  }

  @Test
  void machinery() {
    Hardware asked =
        hardware(
            "runtime: runsc\ncgroup_parent: apps\ndevice_cgroup_rules: ['c 1:3 mr', 'a 7:* rwm']");
    assertThat(asked.runtime()).isEqualTo("runsc");
    assertThat(asked.cgroupParent()).isEqualTo("apps");
    assertThat(asked.cgroupRules()).containsExactly("c 1:3 mr", "a 7:* rwm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpu_count: 1",
        "cpu_percent: 50",
        "isolation: hyperv",
        "credential_spec: {file: x}",
        "deploy: {mode: global}",
        "deploy: {labels: {a: b}}",
        "deploy: {endpoint_mode: vip}",
        "deploy: {placement: {constraints: [node.role == manager]}}",
        "deploy: {update_config: {order: start-first}}",
        "deploy: {rollback_config: {parallelism: 1}}",
        "deploy: {restart_policy: {delay: 5s}}",
        "deploy: {resources: {reservations: {generic_resources: []}}}",
        "pull_policy: daily",
        "pull_refresh_after: 1h"
      })
  void whatHasNoEffectHereIsSaid(String keys) {
    loading.web(keys).service();
    assertThat(loading.warnings.list())
        .singleElement()
        .satisfies(warning -> assertThat(warning.code()).isEqualTo("compose.no-effect"));
  }
}
