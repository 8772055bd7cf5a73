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
        "build: {labels: {steading.pre-stop: '[]'}}|label=steading.pre-stop",
        "volumes: [{type: volume, target: /x, volume: {labels: {steading.home: x}}}]|label=steading.home",
        "build: /srv/x|build-context=/srv/x",
        "build: {network: host}|build-network=web:host",
        "build: {network: other_default}|build-network=web:other_default",
        "build: {tags: [postgres:17]}|image-tag=postgres:17",
        "ports: [{target: 80, published: 9000-9010}]|publish=9000-9010",
        "volumes_from: [\"container:other\"]|volumes-from=web:other",
        "external_links: [\"other:o\"]|external-link=web:other",
        "cgroup_parent: /|cgroup-parent=web:/",
        "runtime: runsc|runtime=web:runsc",
        "gpus: all|device-request=web:gpu",
        "deploy: {resources: {reservations: {devices: [{capabilities: [tpu]}]}}}|device-request=web:tpu",
        "device_cgroup_rules: [\"c 1:3 mr\"]|device-cgroup-rule=web:c 1:3 mr",
        "storage_opt: {size: 1g}|storage-opt=web:size=1g",
        "oom_score_adj: -500|oom-score=web:-500",
        "oom_kill_disable: true|oom-kill-disable=web",
        "cpu_rt_runtime: 400ms|cpu-realtime=web",
        "blkio_config: {device_read_bps: [{path: /dev/sda, rate: 1m}]}|blkio=web:/dev/sda",
        "annotations: {org.systemd.property.X: y}|annotation=web:org.systemd.property.X",
        "networks: {default: {driver_opts: {parent: eth0}}}|endpoint-option=web:parent",
        "networks: {default: {aliases: [stead-h-other-web-1]}}|gateway-name=web:stead-h-other-web-1",
        "networks: {default: {aliases: [Stead-H-Other-Web-1]}}|gateway-name=web:Stead-H-Other-Web-1",
        "container_name: stead-h-other-web-1|gateway-name=web:stead-h-other-web-1",
        "hostname: stead-h-other-web-1|gateway-name=web:stead-h-other-web-1",
        "pre_stop: [{command: x, privileged: true}]|privileged-hook=web",
        "post_start: [{command: x, privileged: true}]|privileged-hook=web"
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
        "networks: {n: {ipam: {driver: dhcp}}}|network-driver=n",
        "networks: {n: {ipam: {options: {x: y}}}}|network-driver=n",
        "networks: {n: {ipam: {config: [{subnet: 8.8.8.0/24}]}}}|subnet=8.8.8.0/24",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.255.255.0/24",
        "172.16.0.0/12",
        "172.31.255.255/32",
        "192.168.0.0/16",
        "192.168.7.9/24",
        "fc00::/8",
        "FD12:3456::/48",
        "fd00::1/128"
      })
  void privateAddressesPass(String subnet) {
    assertThat(Harmless.subnet(subnet)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.0.0/13",
        "172.16.0.0/11",
        "172.32.0.0/16",
        "10.0.0.0/7",
        "11.0.0.0/8",
        "0.0.0.0/0",
        "10.0.0.0/33",
        "10.0.0.0/08",
        "10.0.0/8",
        "010.0.0.0/8",
        "10.0.0.256/24",
        "10.0.0.0",
        "fd00::/0",
        "fd00::/1",
        "fc00::/7",
        "fd00::/129",
        "fe80::/10",
        "2001:db8::/32",
        "fd::/16",
        "::ffff:10.0.0.1/104",
        "::ffff:a00:1/104",
        "::ffff:a00:1/24",
        "fd00::/8/8",
        "fd00:::/8",
        "fd00::%eth0/64",
        "/8",
        "private/8"
      })
  void otherAddressesAreSomebodys(String subnet) {
    assertThat(Harmless.subnet(subnet)).isFalse();
  }

  @Test
  void aServiceIsNotNamedAsTheGatewayNamesContainers() {
    loading.compose("services:\n  stead-h-other-web-1: {image: x}");
    assertThat(loading.refused())
        .singleElement()
        .asString()
        .contains("compose0.yaml:2:")
        .contains("grant.gateway-name=stead-h-other-web-1:stead-h-other-web-1");
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
                links: ["db:database"]
                volumes_from: [db]
                oom_score_adj: 500
                cpus: 1
                cpu_shares: 5
                mem_reservation: 1m
                blkio_config: {weight: 100}
                annotations: {org.opencontainers.image.title: t}
                post_start: [{command: x, user: root}]
                dns_opt: [ndots:1]
                mac_address: 02:42:ac:11:65:43
                volumes: ["data:/d"]
                secrets: [s]
              db: {image: x, network_mode: none}
            volumes: {data: {name: demo_data, driver: local}, m: {driver_opts: {type: tmpfs, device: tmpfs, o: "size=1m,uid=1"}}}
            networks: {default: {internal: true, driver: bridge, ipam: {config: [{subnet: 10.1.0.0/16}]}}}
            secrets: {s: {file: s.txt}}
            """);
    assertThat(loading.refused()).isEmpty();
  }

  @Test
  void theHostsClockMayBeReadAndNotWritten() {
    loading.web("volumes: [\"/etc/localtime:/etc/localtime:ro\"]");
    assertThat(loading.refused()).isEmpty();

    Loading writable = new Loading(directory);
    writable.web("volumes: [\"/etc/localtime:/etc/localtime\"]");
    assertThat(writable.refused()).hasSize(1);
  }

  @Test
  void relabellingAVolumeOfTheAppsOwnIsNobodyElsesBusiness() {
    loading.web("volumes: [\"data:/data:z\"]").compose("volumes: {data: }");
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
  void theHostsNamespaceIsReachedThroughNoOtherService() {
    loading.compose(
        """
        services:
          web: {image: x, network_mode: "service:b", pid: "service:a"}
          b: {image: x, network_mode: "service:a"}
          a: {image: x, network_mode: host}
        """);
    assertThat(loading.refused("host-namespace=a:network"))
        .hasSize(2)
        .anyMatch(text -> text.contains("grant.host-namespace=web:network"))
        .anyMatch(text -> text.contains("grant.host-namespace=b:network"));
  }

  @Test
  void theEnginesSocketIsNotLentToAnotherService() {
    loading.compose(
        """
        services:
          web: {image: x, volumes_from: [b]}
          b: {image: x, volumes_from: [a]}
          a: {image: x, volumes: ["/var/run/docker.sock:/s:ro"]}
        """);
    assertThat(loading.refused("host-mount=/var/run/docker.sock", "engine-socket=a"))
        .hasSize(2)
        .allMatch(text -> text.contains("grant.engine-socket="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{propagation: rshared}|propagation=web:rshared",
        "{propagation: slave}|propagation=web:slave",
        "{selinux: Z}|relabel=/srv/x"
      })
  void whatABindDoesToTheHostNeedsAGrantBesideTheMount(String bind, String grant) {
    loading.web("volumes: [{type: bind, source: /srv/x, target: /x, bind: " + bind + "}]");
    assertThat(loading.refused("host-mount=/srv/x"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("grant." + grant));
    assertThat(loading.refused("host-mount=/srv/x", grant)).isEmpty();
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
