package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steading.compose.Grants;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * The table of dangerous constructs: each of them, on each way by which an app comes to run, is
 * refused until it is granted by name.
 */
class DangerTest {
  private static final Pattern GRANT = Pattern.compile("grant\\.(\\S+=.*)$");
  private static final List<String> OF_A_SERVICE =
      List.of(
          "privileged: true",
          "cap_add: [SYS_ADMIN]",
          "cap_add: [ALL]",
          "devices: [/dev/kvm]",
          "pid: host",
          "ipc: host",
          "uts: host",
          "userns_mode: host",
          "cgroup: host",
          "network_mode: host",
          "network_mode: \"container:other\"",
          "volumes: [\"/:/host\"]",
          "volumes: [\"/etc:/etc:ro\"]",
          "volumes: [\"./data:/data\"]",
          "volumes: [\"../../secrets.enc:/x:ro\"]",
          "volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]",
          "volumes: [{type: bind, source: /run, target: /run}]",
          "volumes: [{type: volume, source: v, target: /x, volume: {subpath: ../..}}]\n---\n{v: }",
          "security_opt: [\"seccomp:unconfined\"]",
          "security_opt: [\"apparmor=unconfined\"]",
          "security_opt: [systempaths=unconfined]",
          "sysctls: {kernel.core_pattern: \"|/bin/x\"}",
          "ports: [\"22:22\"]",
          "ports: [\"80\"]",
          "logging: {driver: syslog}",
          "build: /srv/source",
          "build: {context: ., dockerfile: ../../../etc/x}",
          "labels: {steading.app: other}",
          "labels: {com.docker.compose.project: other}",
          "extends: {file: ../../outside.yaml, service: other}",
          "build: {network: host}",
          "build: {tags: [\"postgres:17\"]}",
          "volumes_from: [\"container:other\"]",
          "external_links: [\"other:o\"]",
          "cgroup_parent: /",
          "runtime: runsc",
          "gpus: all",
          "device_cgroup_rules: [\"c 1:3 mr\"]",
          "storage_opt: {size: 1g}",
          "oom_score_adj: -500",
          "oom_kill_disable: true",
          "cpu_rt_runtime: 400ms",
          "blkio_config: {device_read_bps: [{path: /dev/sda, rate: 1m}]}",
          "annotations: {org.systemd.property.X: y}",
          "networks: {default: {driver_opts: {parent: eth0}}}",
          "container_name: stead-abc123-other-web-1",
          "post_start: [{command: x, privileged: true}]",
          "volumes: [{type: bind, source: /srv/x, target: /x, bind: {propagation: rshared}}]",
          "volumes: [{type: bind, source: /srv/x, target: /x, bind: {selinux: Z}}]");

  private static final List<String> OF_A_PROJECT =
      List.of(
          "volumes: [\"v:/x\"]\n---\n{v: {driver_opts: {type: none, o: bind, device: /etc}}}",
          "volumes: [\"v:/x\"]\n---\n{v: {driver_opts: {type: tmpfs, o: bind, device: /etc}}}",
          "volumes: [\"v:/x\"]\n---\n{v: {driver_opts: {type: nfs, device: x}}}",
          "volumes: [\"v:/x\"]\n---\n{v: {driver: vieux/sshfs}}",
          "volumes: [\"v:/x\"]\n---\n{v: {external: true, name: other_db}}",
          "volumes: [\"v:/x\"]\n---\n{v: {name: other_db}}",
          "networks: [n]\n---networks\n{n: {driver: macvlan, driver_opts: {parent: eth0}}}",
          "networks: [n]\n---networks\n{n: {external: true, name: other_default}}",
          "networks: [n]\n---networks\n{n: {driver: host}}",
          "networks: [n]\n---networks\n{n: {ipam: {config: [{subnet: 8.8.8.0/24}]}}}",
          "secrets: [s]\n---secrets\n{s: {file: /etc/shadow}}",
          "configs: [s]\n---configs\n{s: {file: ../../../key}}",
          "env_file: [/etc/environment]");

  private static final Set<String> GRANTED = new TreeSet<>();
  private static int tried;
  private static int refused;

  @TempDir private Path directory;
  private Path compose;
  private AppStore store;
  private AppLoader loader;

  /** Keys of a service {@code web}, or a whole file where it has services of its own. */
  static List<String> constructs() {
    return Stream.concat(OF_A_SERVICE.stream(), OF_A_PROJECT.stream()).toList();
  }

  @BeforeEach
  void install() throws IOException {
    Path recipe = Files.createDirectories(directory.resolve("recipes/shop"));
    compose = recipe.resolve("compose.yaml");
    Files.writeString(
        directory.resolve("outside.yaml"), "services: {other: {environment: {A: b}}}\n");
    Home home = new Home(directory, "abc123", 80, 443, null, directory.resolve("recipes"));
    store = new AppStore(home);
    loader = new AppLoader(home, store, new Secrets(home));
  }

  @ParameterizedTest
  @MethodSource("constructs")
  void noWayOfRunningAnAppAcceptsItWithoutAGrant(String construct) throws IOException {
    App app = new App("shop", "shop", "unversioned", List.of(), null, Map.of(), Map.of(), true);
    String harmless = "services: {web: {image: nginx}}\n";
    String dangerous = file(construct);

    Files.writeString(compose, dangerous);
    Set<String> grants = refusedOnly("install", () -> loader.permitted(app));

    Files.writeString(compose, harmless);
    loader.permitted(app);
    store.create(app);
    Revision revision = store.record(app, Map.of(), List.of(), "ann", "install");
    Files.writeString(compose, dangerous);
    refusedOnly("set, apply", () -> loader.permitted(store.load("shop").withRunning(false)));
    refusedOnly("roll back", () -> loader.permitted(revision.app()));

    store.trash("shop", List.of());
    refusedOnly("restore", () -> loader.permitted(store.restore("shop")));

    store.save(app.withGrants(grants));
    Revision granted = store.record(store.load("shop"), Map.of(), List.of(), "ann", "grant");
    assertThat(loader.permitted(store.load("shop")).project().services()).containsKey("web");
    assertThat(loader.permitted(store.revision("shop", granted.number()).app()).warnings())
        .as("every grant was needed")
        .noneMatch(warning -> warning.code().equals("grant.idle"));
    for (String one : grants) {
      Set<String> fewer = new TreeSet<>(grants);
      fewer.remove(one);
      store.save(app.withGrants(fewer));
      refusedOnly("taken back", () -> loader.permitted(store.load("shop")));
    }
    grants.forEach(grant -> GRANTED.add(grant.substring(0, grant.indexOf('='))));
  }

  /** Both that nothing but the policy objects, and what it would take to please it. */
  private static Set<String> refusedOnly(String way, Supplier<LoadedApp> running) {
    tried++;
    try {
      running.get();
    } catch (ProblemException e) {
      assertThat(e.problems()).allMatch(p -> p.code().startsWith("compose.refused."), way);
      refused++;
      return e.problems().stream().map(DangerTest::grant).collect(Collectors.toSet());
    }
    throw new AssertionError(way + ": accepted");
  }

  private static String grant(Problem problem) {
    Matcher matcher = GRANT.matcher(String.valueOf(problem.fix()));
    assertThat(matcher.find()).as(problem.text()).isTrue();
    return matcher.group(1);
  }

  @AfterAll
  static void tellTheSum() {
    System.out.println(
        constructs().size() + " dangerous constructs: " + refused + " of " + tried + " refused");
    assertThat(constructs()).hasSizeGreaterThanOrEqualTo(25);
    assertThat(refused).isEqualTo(tried);
    Set<String> all = new TreeSet<>(Grants.constructs().keySet());
    // Not of a Compose file, but of a stack that is taken over: see ImporterTest.
    all.remove("adopt");
    assertThat(GRANTED).as("a construct of every kind").isEqualTo(all);
  }

  private static String file(String construct) {
    String[] parts = construct.split("\n---", -1);
    StringBuilder text = new StringBuilder("services:\n  web:\n    image: nginx\n");
    text.append(parts[0].indent(4));
    if (parts.length > 1) {
      int line = parts[1].indexOf('\n');
      String section = line == 0 ? "volumes" : parts[1].substring(0, line);
      text.append(section).append(": ").append(parts[1].substring(line + 1)).append('\n');
    }
    return text.toString();
  }
}
