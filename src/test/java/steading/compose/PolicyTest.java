package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "privileged: true|privileged=web",
        "pid: host|host-namespace=web:pid",
        "pid: \"container:other\"|host-namespace=web:pid",
        "ipc: host|host-namespace=web:ipc",
        "uts: host|host-namespace=web:uts",
        "userns_mode: host|host-namespace=web:userns",
        "cgroup: host|host-namespace=web:cgroup",
        "network_mode: host|host-namespace=web:network",
        "network_mode: \"container:other\"|host-namespace=web:network",
        "network_mode: bridge|host-namespace=web:network",
        "network_mode: some-network|host-namespace=web:network",
        "volumes: [\"/srv/x:/x\"]|host-mount=/srv/x",
        "volumes: [\"/etc:/x:ro\"]|host-mount=/etc",
        "volumes: [{type: bind, source: /srv/x/../y, target: /x}]|host-mount=/srv/y",
        "devices: [/dev/kvm]|device=web:/dev/kvm",
        "cap_add: [SYS_ADMIN]|cap-add=web:SYS_ADMIN",
        "security_opt: [\"seccomp:unconfined\"]|security-opt=web:seccomp:unconfined",
        "security_opt: [\"seccomp=./p.json\"]|security-opt=web:seccomp=./p.json",
        "security_opt: [\"apparmor=unconfined\"]|security-opt=web:apparmor=unconfined",
        "security_opt: [\"label:disable\"]|security-opt=web:label:disable",
        "security_opt: [\"no-new-privileges:false\"]|security-opt=web:no-new-privileges:false",
        "security_opt: [systempaths=unconfined]|security-opt=web:systempaths=unconfined",
        "sysctls: {kernel.core_pattern: x}|sysctl=web:kernel.core_pattern",
        "sysctls: {net.core.rmem_max: 1}|sysctl=web:net.core.rmem_max",
        "ports: [\"8080:80\"]|publish=8080",
        "ports: [\"80\"]|publish=any",
        "logging: {driver: syslog}|log-driver=web:syslog",
        "labels: {com.docker.compose.project: other}|label=com.docker.compose.project",
        "build: /srv/x|build-context=/srv/x"
      })
  void aDangerousServiceIsRefusedUntilGranted(String keys, String grant) {
    loading.web(keys);
    assertThat(loading.refused())
        .singleElement()
        .satisfies(text ->
            assertThat(text)
                .contains("compose0.yaml:4:")
                .contains("stead set demo grant." + grant));
    assertThat(loading.refused(grant)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/var/run",
        "/run",
        "/var",
        "/",
        "/srv/../run",
        "/var/lib/docker/volumes/x",
        "/any/where/docker.sock"
      })
  void theEnginesSocketNeedsAGrantOfItsOwn(String path) {
    loading.web("volumes: [\"" + path + ":/x:ro\"]");
    Path clean = Path.of(path).normalize();
    assertThat(loading.refused()).hasSize(2);
    assertThat(loading.refused("host-mount=" + clean)).hasSize(1);
    assertThat(loading.refused("host-mount=" + clean, "engine-socket=web")).isEmpty();
  }

  @Test
  void filesOfTheProjectMayBeMountedReadOnly() {
    loading.file("conf/a.conf", "x").web("volumes: [./conf/a.conf:/a.conf:ro]");
    assertThat(loading.refused()).isEmpty();
  }

  @Test
  void butNotToWriteAndNotFromAbove() {
    loading.file("conf/a.conf", "x").web("volumes: [./conf:/a, ../x:/x:ro]");
    assertThat(loading.refused()).hasSize(2);
  }

  @Test
  void aLinkOutOfTheProjectIsOutside() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc"));
    Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("../gone"));
    loading.web("volumes: [./link:/a:ro, ./link/passwd:/b:ro, ./dangling:/c:ro]");
    assertThat(loading.refused()).filteredOn(text -> text.contains("host-mount")).hasSize(3);
  }

  @Test
  void aLinkToTheSocketIsTheSocket() throws Exception {
    Files.createSymbolicLink(directory.resolve("s"), Path.of("/var/run"));
    loading.web("volumes: [./s:/a:ro]");
    assertThat(loading.refused()).anyMatch(text -> text.contains("engine-socket"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volumes: {v: {driver_opts: {type: none, o: bind, device: /}}}|volume-driver=v",
        "volumes: {v: {driver_opts: {type: tmpfs, o: 'size=1m,bind', device: /}}}|volume-driver=v",
        "volumes: {v: {driver_opts: {type: tmpfs, o: rbind, device: /}}}|volume-driver=v",
        "volumes: {v: {driver_opts: {type: nfs, o: addr=x, device: \":/\"}}}|volume-driver=v",
        "volumes: {v: {driver_opts: {type: ext4, device: /dev/sda1}}}|volume-driver=v",
        "volumes: {v: {driver: local-persist}}|volume-driver=v",
        "volumes: {v: {external: true}}|external=v",
        "volumes: {v: {name: other_data}}|external=other_data",
        "networks: {n: {external: true, name: shared}}|external=shared",
        "networks: {n: {name: other_default}}|external=other_default",
        "networks: {n: {driver: host}}|network-driver=n",
        "networks: {n: {driver: macvlan, driver_opts: {parent: eth0}}}|network-driver=n",
        "networks: {n: {driver_opts: {com.docker.network.bridge.name: docker0}}}|network-driver=n",
        "secrets: {s: {file: /etc/shadow}}|file=/etc/shadow",
        "configs: {c: {external: true}}|external=c"
      })
  void dangerousDefinitionsAreRefusedUntilGranted(String section, String grant) {
    loading.compose("services: {web: {image: x}}\n" + section);
    assertThat(loading.refused())
        .singleElement()
        .satisfies(text ->
            assertThat(text)
                .contains("compose0.yaml:2:")
                .contains("stead set demo grant." + grant));
    assertThat(loading.refused(grant)).isEmpty();
  }

  @Test
  void harmlessThingsPass() {
    loading
        .file("ok.env", "A=1")
        .file("s.txt", "x")
        .compose(
            """
            services:
              web:
                image: x
                env_file: ok.env
                build: .
                ipc: private
                pid: "service:db"
                security_opt: ["no-new-privileges:true"]
                cap_drop: [ALL]
                sysctls: {net.core.somaxconn: 1, net.ipv4.ip_local_port_range: "1 2"}
                tmpfs: /run
                logging: {driver: json-file}
                volumes: ["data:/d"]
                secrets: [s]
              db: {image: x, network_mode: none}
            volumes: {data: {name: demo_data, driver: local}, m: {driver_opts: {type: tmpfs, device: tmpfs, o: "size=1m,uid=1"}}}
            networks: {default: {internal: true, driver: bridge}}
            secrets: {s: {file: s.txt}}
            """);
    assertThat(loading.refused()).isEmpty();
  }

  @Test
  void filesOfVariablesOutsideAreRefused() throws Exception {
    Path outside = Files.createTempFile("outside", ".env");
    try {
      loading.web("env_file: [" + outside + "]");
      assertThat(loading.refused()).hasSize(1);
      assertThat(loading.refused("env-file=" + outside)).isEmpty();
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void aDockerfileOutsideItsContextIsRefused() {
    loading.web("build: {context: ., dockerfile: ../../x}");
    assertThat(loading.refused()).hasSize(1);
  }

  @Test
  void aSubPathCannotLeaveItsVolume() {
    loading
        .web("volumes: [{type: volume, source: v, target: /x, volume: {subpath: a/../../b}}]")
        .compose("volumes: {v: }");
    assertThat(loading.refused()).hasSize(1);
  }

  @Test
  void withoutADirectoryNoFileIsOurs() {
    Project read = loading.file("a", "").web("volumes: [./a:/a:ro]").project();
    Project bare =
        new Project(
            "demo",
            read.services(),
            read.networks(),
            read.volumes(),
            read.configs(),
            read.secrets());
    assertThat(Policy.check(bare, Set.of())).hasSize(1);
  }
}
