package steading.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.compose.Volume;
import steading.engine.ContainerSeen.State;
import steading.engine.TestEngine;
import steading.plan.Desired;
import steading.plan.Step;
import steading.problem.ProblemException;

/** What services do to each other, on the real Engine: namespaces, volumes, links, order, hooks. */
@Tag("engine")
class StackTest {
  private static final String SLEEP = "image: x\n    command: [sleep, '600']\n    init: true\n";

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void begin() {
    stack = new Stack(directory);
  }

  @AfterEach
  void end() {
    stack.close();
  }

  /** {@code SLEEP} stands for a program that runs until it is stopped. */
  private static String file(String text) {
    return text.replace("SLEEP", SLEEP.stripTrailing());
  }

  private static Volume volume(String name) {
    return new Volume(name, null, false, null, Map.of(), Map.of());
  }

  private List<String> planned(String yaml) {
    return stack.plan(yaml).steps().stream()
        .map(step -> step.step().target().replaceFirst(".*/", "") + ": " + step.step().because())
        .toList();
  }

  @Test
  void whoSharesANetworkIsReplacedTogetherAndFindsTheOtherAtHome() {
    String yaml =
        file(
            """
            services:
              web:
                SLEEP
                network_mode: service:db
                pid: service:db
                volumes_from: [db]
              db:
                SLEEP
                environment: {A: "VALUE"}
                volumes: [data:/data]
            volumes: {data: }
            """);
    stack.up(yaml);
    stack.in("db", "touch", "/data/made-by-db");
    assertThat(stack.in("web", "ls", "/data")).isEqualTo("made-by-db");
    assertThat(stack.in("web", "hostname")).isEqualTo(stack.in("db", "hostname"));
    assertThat(stack.plan(yaml).empty()).isTrue();

    String changed = yaml.replace("VALUE", "other");
    assertThat(planned(changed)).contains("web: it shares with db, which is replaced");
    stack.up(changed);

    assertThat(stack.inspect("web").at("/HostConfig/NetworkMode").asText())
        .isEqualTo("container:" + stack.container("db").id());
    assertThat(stack.in("web", "ls", "/data")).isEqualTo("made-by-db");
    assertThat(stack.plan(changed).empty()).isTrue();
  }

  /** As in Compose: a database whose file names no volume has all its data in one without. */
  @Test
  void Promise_data_aVolumeWithoutANameGoesToTheNextContainer() {
    String yaml =
        file(
            """
            services:
              db:
                SLEEP
                environment: {A: "VALUE"}
                volumes: [/var/lib/db]
                read_only: true
                configs: [{source: page, target: /etc/own/page}]
              reader:
                SLEEP
                volumes_from: [db]
            configs: {page: {content: hello}}
            """);
    stack.up(yaml);
    stack.in("db", "sh", "-c", "echo precious > /var/lib/db/rows");
    String first = stack.container("db").id();
    for (String value : List.of("second", "third")) {
      String changed = yaml.replace("VALUE", value);
      stack.up(changed);
      assertThat(stack.container("db").id()).isNotEqualTo(first);
      assertThat(stack.in("db", "cat", "/var/lib/db/rows")).isEqualTo("precious");
      assertThat(stack.in("reader", "cat", "/var/lib/db/rows")).isEqualTo("precious");
      assertThat(stack.in("db", "cat", "/etc/own/page")).isEqualTo("hello");
      assertThat(stack.plan(changed).empty()).isTrue();
    }
  }

  @Test
  void aLinkOutlivesTheContainerItLeadsTo() {
    String yaml =
        file(
            """
            services:
              web:
                SLEEP
                links: ["db:database"]
              db:
                SLEEP
                environment: {A: "VALUE"}
            """);
    stack.up(yaml);
    assertThat(stack.in("web", "nslookup", "database")).contains(address("db"));
    stack.up(yaml.replace("VALUE", "other"));
    assertThat(stack.in("web", "nslookup", "database")).contains(address("db"));
  }

  private String address(String service) {
    return stack.container(service).networks().values().iterator().next();
  }

  @Test
  void dependenciesAreWaitedForAndOptionalOnesAreNot() {
    String yaml =
        file(
            """
            services:
              web:
                SLEEP
                depends_on:
                  once: {condition: service_completed_successfully}
                  db: {condition: service_healthy, restart: true}
                  gone: {condition: service_started, required: false}
              once:
                image: x
                command: ["true"]
              db:
                SLEEP
                environment: {A: "VALUE"}
                healthcheck: {test: [CMD, "true"], interval: 1s}
              gone: {image: x, profiles: [never]}
            """);
    stack.up(yaml);
    assertThat(stack.container("once").state()).isEqualTo(State.EXITED);
    assertThat(stack.container("web").startedAt())
        .isAfter(stack.container("once").startedAt())
        .isAfter(stack.container("db").startedAt());
    String web = stack.container("web").id();

    stack.up(yaml.replace("VALUE", "other"));
    assertThat(stack.container("web").id()).isEqualTo(web);
    assertThat(stack.container("web").startedAt()).isAfter(stack.container("db").startedAt());
  }

  private static final String HOOKED =
      file(
          """
          services:
            web:
              SLEEP
              volumes: [data:/data]
              post_start:
                - command: [sh, -c, 'echo "$$WORD $$(id -u) $$(pwd)" >> /data/log']
                  environment: {WORD: started}
                  user: "0"
                  working_dir: /tmp
                - {command: "touch /data/second"}
              pre_stop:
                - command: [sh, -c, echo stopping >> /data/log]
            reader:
              SLEEP
              volumes: [data:/data]
          volumes: {data: }
          """);

  @Test
  void hooksRunAfterAStartAndBeforeAStop() {
    stack.up(HOOKED);
    assertThat(stack.in("reader", "cat", "/data/log")).isEqualTo("started 0 /tmp");
    assertThat(stack.in("reader", "ls", "/data")).contains("second");
    assertThat(stack.plan(HOOKED).empty()).isTrue();

    stack.up(HOOKED.replace("WORD: started", "WORD: again"));
    assertThat(stack.in("reader", "cat", "/data/log"))
        .isEqualTo("started 0 /tmp\nstopping\nagain 0 /tmp");
  }

  /** Only a label says what is to be run before a stop, and Compose's containers have none. */
  @Test
  void aContainerOfComposeIsNoneThatRunsSomethingBeforeItStops() {
    String yaml = file("services:\n  web:\n    SLEEP\n");
    stack.create(yaml);
    assertThat(stack.differences(yaml, "web")).doesNotContain("lifecycle");
    String hooked = yaml + "    pre_stop: [{command: [sync]}]\n";
    assertThat(stack.differences(hooked, "web")).contains("lifecycle");
  }

  @Test
  void aHookThatACrashForgotIsRunWithTheNextPlan() {
    stack.up(HOOKED);
    stack.forgetHooks("web");
    assertThat(stack.plan(HOOKED).steps())
        .singleElement()
        .satisfies(planned -> assertThat(planned.step()).isInstanceOf(Step.RunHooks.class));
    stack.up(HOOKED);
    assertThat(stack.plan(HOOKED).empty()).isTrue();
  }

  @Test
  void aHookThatFailsIsToldInItsOwnWords() {
    String yaml =
        file(
            """
            services:
              web:
                SLEEP
                post_start: [{command: [sh, -c, echo no licence; exit 3]}]
            """);
    assertThatThrownBy(() -> stack.up(yaml))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().getFirst().text())
                    .contains("the post_start command sh failed")
                    .contains("exit code 3: no licence"));
  }

  @Test
  void secretsAndConfigsAreFilesWithTheirOwnerAndRights() {
    stack.up(
        file(
            """
            services:
              web:
                SLEEP
                read_only: true
                secrets: [{source: word, target: /run/secrets/w, uid: "33", gid: "44", mode: 0400}]
                configs: [{source: page, target: /etc/page}]
            secrets: {word: {file: compose.yaml}}
            configs: {page: {content: hello}}
            """));
    assertThat(stack.in("web", "stat", "-c", "%u %g %a", "/run/secrets/w")).isEqualTo("33 44 400");
    assertThat(stack.in("web", "cat", "/etc/page")).isEqualTo("hello");
  }

  @Test
  void memoryAndBindsAreMountedAsTheFileSays() {
    stack.up(
        file(
            """
            services:
              web:
                SLEEP
                tmpfs: ["/fresh:mode=0711,uid=1000,size=64k"]
                volumes:
                  - ./made/by/engine:/made
                  - {type: tmpfs, target: /t, tmpfs: {mode: 0700, size: 64k}}
            """));
    assertThat(stack.in("web", "stat", "-c", "%u %a", "/fresh", "/t")).isEqualTo("1000 711\n0 700");
    assertThat(directory.resolve("made/by/engine")).isDirectory();
    assertThatThrownBy(() ->
            stack.up(
                file(
                    """
                    services:
                      web:
                        SLEEP
                        volumes:
                          - {type: bind, source: ./no, target: /n, bind: {create_host_path: false}}
                    """)))
        .hasMessageContaining("source path does not exist");
  }

  @Test
  void networksAndVolumesAreMadeAsTheFileSays() {
    stack.create(
        """
        services: {web: {image: x}}
        networks:
          n:
            internal: true
            attachable: true
            enable_ipv6: true
            driver_opts: {com.docker.network.driver.mtu: "1400"}
            labels: {a: b}
            ipam:
              driver: default
              config:
                - subnet: 10.213.8.0/24
                  gateway: 10.213.8.254
                  ip_range: 10.213.8.128/25
                  aux_addresses: {router: 10.213.8.1}
                - {subnet: "fd00:213:8::/64"}
        volumes:
          v: {driver: local, driver_opts: {type: tmpfs, device: tmpfs, o: size=1m}, labels: [a=b]}
        """);
    JsonNode network = TestEngine.inspect("networks", stack.real("n"));
    assertThat(network.path("Internal").asBoolean()).isTrue();
    assertThat(network.path("Attachable").asBoolean()).isTrue();
    assertThat(network.path("EnableIPv6").asBoolean()).isTrue();
    assertThat(network.path("Options").toString()).contains("\"1400\"");
    assertThat(network.at("/IPAM/Config/0").toString())
        .contains("10.213.8.0/24", "10.213.8.254", "10.213.8.128/25", "\"router\":\"10.213.8.1\"");
    assertThat(network.at("/IPAM/Config/1/Subnet").asText()).isEqualTo("fd00:213:8::/64");
    assertThat(TestEngine.inspect("volumes", stack.real("v")).path("Options").toString())
        .contains("size=1m", "tmpfs");
  }

  /** Kernels differ in this; the Engine says what it left out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "blkio_config: {weight: 300}|/HostConfig/BlkioWeight|300",
        "mem_swappiness: 5|/HostConfig/MemorySwappiness|5",
        "{mem_limit: 32m, oom_kill_disable: true}|/HostConfig/OomKillDisable|true"
      })
  void whatTheKernelCannotDoIsSaid(String keys, String pointer, String value) {
    String inner = keys.replaceAll("^\\{(.*)\\}$", "$1");
    stack.create("services: {web: {image: x, " + inner + "}}");
    boolean honoured = stack.inspect("web").at(pointer).asText().equals(value);
    assertThat(honoured || !stack.said.isEmpty()).as(pointer + " " + stack.said).isTrue();
  }

  @Test
  void aVolumeThatWasOnlyTakenOverGoesWithNobodyButThePersonWhoSaysSo() {
    String own = stack.real("v");
    String foreign = stack.app + "_legacy";
    stack.engine.createVolume(own, volume("v"), Ownership.filter(stack.home, stack.app));
    stack.engine.createVolume(foreign, volume("legacy"), Map.of());
    stack.know(own, foreign);

    stack.converge(Desired.expired(stack.app));
    assertThat(stack.engine.volume(own)).isEmpty();
    assertThat(stack.engine.volume(foreign)).isPresent();

    stack.converge(Desired.gone(stack.app, true));
    assertThat(stack.engine.volume(foreign)).isEmpty();
  }

  @Test
  void asManyContainersRunAsTheFileSays() {
    stack.up(file("services:\n  web:\n    SLEEP\n    scale: 2\n"));
    assertThat(stack.running("web")).isEqualTo(2);
    stack.up(file("services:\n  web:\n    SLEEP\n    deploy: {replicas: 1}\n"));
    assertThat(stack.running("web")).isEqualTo(1);
  }

  @Test
  void aContainerIsStoppedWithItsOwnSignalInItsOwnTime() {
    stack.up(
        """
        services:
          web:
            image: x
            command: [sh, -c, "trap 'exit 0' USR1; touch /tmp/up; while :; do sleep 1; done"]
            stop_signal: SIGUSR1
            stop_grace_period: 8s
        """);
    String name = stack.container("web").name();
    TestEngine.eventually("it runs", () -> stack.in("web", "ls", "/tmp").equals("up"));
    stack.engine.stop(name, Duration.ofSeconds(8));
    assertThat(stack.container("web").exitCode()).isZero();
  }
}
