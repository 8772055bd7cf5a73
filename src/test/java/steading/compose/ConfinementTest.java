package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfinementTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private Confinement confinement(String keys) {
    return loading.web(keys).service().confinement();
  }

  @Test
  void nothingAskedIsNothingGiven() {
    assertThat(confinement("")).isEqualTo(Confinement.DEFAULT);
  }

  @Test
  void limits() {
    Confinement asked = confinement("cpus: 0.5\nmem_limit: 512m\npids_limit: 100\nshm_size: 64mb");
    assertThat(asked.cpus()).isEqualTo(0.5);
    assertThat(asked.memory()).isEqualTo(512L << 20);
    assertThat(asked.pids()).isEqualTo(100);
    assertThat(asked.shmSize()).isEqualTo(64L << 20);
  }

  @Test
  void limitsOfDeploy() {
    Confinement asked =
        confinement("deploy: {resources: {limits: {cpus: '1.5', memory: 1g, pids: 5}}}");
    assertThat(asked.cpus()).isEqualTo(1.5);
    assertThat(asked.memory()).isEqualTo(1L << 30);
    assertThat(asked.pids()).isEqualTo(5);
  }

  @Test
  void minusOneIsNoLimit() {
    Confinement asked = confinement("mem_limit: -1\npids_limit: -1");
    assertThat(asked.memory()).isZero();
    assertThat(asked.pids()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mem_limit: 1m\\ndeploy: {resources: {limits: {memory: 2m}}}|4:16 compose.conflict",
        "cpus: 1\\ndeploy: {resources: {limits: {cpus: 2}}}|4:11 compose.conflict",
        "scale: 1\\ndeploy: {replicas: 2}|4:12 compose.conflict",
        "cpus: -1|4:11 compose.limit",
        "cpus: NaN|4:11 yaml.type",
        "scale: 100000|4:12 compose.replicas",
        "deploy: {replicas: -1}|4:24 compose.replicas",
        "ulimits: {nofile: {soft: 1}}|4:23 yaml.missing-key",
        "shm_size: big|4:15 yaml.type"
      })
  void mistakesHaveTheirPlace(String keys, String problem) {
    assertThat(loading.web(keys.replace("\\n", "\n")).problem()).isEqualTo(problem);
  }

  @Test
  void ulimitsAndSysctls() {
    Confinement asked =
        confinement(
            "ulimits: {nofile: 1024, nproc: {soft: 1, hard: -1}}\nsysctls: [net.core.somaxconn=5]");
    assertThat(asked.ulimits())
        .isEqualTo(
            Map.of(
                "nofile", new Confinement.Ulimit(1024, 1024),
                "nproc", new Confinement.Ulimit(1, -1)));
    assertThat(asked.sysctls()).isEqualTo(Map.of("net.core.somaxconn", "5"));
  }

  @Test
  void rightsAndNamespaces() {
    Confinement asked =
        confinement(
            """
            privileged: true
            read_only: true
            cap_add: [NET_ADMIN]
            cap_drop: [ALL]
            security_opt: ["no-new-privileges:true"]
            devices: ["/dev/a:/dev/b:r", {source: /dev/c, target: /dev/d}]
            pid: host
            userns_mode: host
            group_add: [33, staff]
            """);
    assertThat(asked.privileged()).isTrue();
    assertThat(asked.readOnly()).isTrue();
    assertThat(asked.capAdd()).containsExactly("NET_ADMIN");
    assertThat(asked.capDrop()).containsExactly("ALL");
    assertThat(asked.devices()).containsExactly("/dev/a:/dev/b:r", "/dev/c:/dev/d");
    assertThat(asked.hostNamespaces()).isEqualTo(Map.of("pid", "host", "userns", "host"));
    assertThat(asked.groupAdd()).containsExactly("33", "staff");
  }

  @Test
  void logging() {
    assertThat(
            confinement("logging: {driver: local, options: {max-size: 1m, max-file: 3}}").logging())
        .isEqualTo(new Confinement.Logging("local", Map.of("max-size", "1m", "max-file", "3")));
  }
}
