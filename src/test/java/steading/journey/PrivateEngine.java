package steading.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import steading.engine.EngineSetup;

/**
 * A Docker Engine in a small machine of its own: its processes, network and mounts are in
 * namespaces, so that it may be killed, and its machine may lose power, while nothing else notices.
 * Its published ports are at {@link #address}.
 */
final class PrivateEngine implements AutoCloseable {
  private static final Duration STARTS = Duration.ofSeconds(60);

  private final Path directory;
  private final String name;
  private final String net;
  private final int first;
  private Process machine;
  private Process dockerd;

  private PrivateEngine(Path directory, String name, String net, int first) {
    this.directory = directory;
    this.name = name;
    this.net = net;
    this.first = first;
    this.machine = machine();
    this.dockerd = dockerd();
  }

  /** Namespaces and mounts are for root only: a test that cannot look must not pass. */
  static void needsRoot() {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError("this test makes namespaces and mounts: run ./test as root");
    }
  }

  static PrivateEngine start() {
    needsRoot();
    byte[] random = new byte[2];
    new Random().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    String net = "10.231." + (random[0] & 0xff) + ".";
    try {
      PrivateEngine engine =
          new PrivateEngine(
              Files.createTempDirectory("steading-engine"), "stead" + id, net, random[1] & 0xfc);
      engine.awaitAnswer();
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String host() {
    return "unix://" + directory.resolve("engine.sock");
  }

  /** Where this machine finds the ports that the Engine publishes. */
  String address() {
    return address(2);
  }

  private String address(int host) {
    return net + (first + host);
  }

  /** The process that everything in the small machine ends with. */
  private Process machine() {
    run("ip", "netns", "add", name);
    run("ip", "link", "add", name, "type", "veth", "peer", "name", "inside", "netns", name);
    run("ip", "address", "add", address(1) + "/30", "dev", name);
    run("ip", "link", "set", name, "up");
    run("ip", "-n", name, "address", "add", address(2) + "/30", "dev", "inside");
    run("ip", "-n", name, "link", "set", "inside", "up");
    run("ip", "-n", name, "link", "set", "lo", "up");
    // The Engine wants to know which way the world is.
    run("ip", "-n", name, "route", "add", "default", "via", address(1));
    return boot();
  }

  private Process boot() {
    return begin(
        "nsenter",
        "--net=/run/netns/" + name,
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
        "bash",
        "-c",
        "sleep infinity & wait");
  }

  private Process dockerd() {
    Installation.await("the small machine is up", STARTS, () -> init().isPresent());
    return begin(
        "nsenter",
        "--target=" + init().orElseThrow().pid(),
        "--mount",
        "--pid",
        "--net",
        "dockerd",
        "--data-root=" + directory.resolve("data"),
        "--exec-root=" + directory.resolve("run"),
        "--pidfile=" + directory.resolve("run").resolve("engine.pid"),
        "--host=" + host(),
        "--cgroup-parent=/" + name);
  }

  /** The process that has the number 1 in there, and buries those whose parents have died. */
  private Optional<ProcessHandle> init() {
    return machine.descendants().filter(process -> command(process, "bash")).findFirst();
  }

  private static boolean command(ProcessHandle process, String name) {
    return process.info().command().filter(path -> path.endsWith("/" + name)).isPresent();
  }

  private Process begin(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    Installation.await(
        "the private Engine answers (log: " + directory.resolve("log") + ")",
        STARTS,
        () -> EngineSetup.reachable(host()));
  }

  /** Copies images from the Engine of this machine. */
  void load(List<String> images) {
    List<String> save = new ArrayList<>(List.of("docker", "save"));
    save.addAll(images);
    List<ProcessBuilder> pipe =
        List.of(
            new ProcessBuilder(save),
            new ProcessBuilder("docker", "--host", host(), "load")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("load.log").toFile()));
    try {
      for (Process process : ProcessBuilder.startPipeline(pipe)) {
        check(process.onExit().join().exitValue(), "docker save | docker load of " + images);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Engine's own process dies; what runs in containers goes on until it is back. */
  void kill() {
    dockerd
        .descendants()
        .filter(process -> command(process, "dockerd"))
        .forEach(ProcessHandle::destroyForcibly);
    dockerd.onExit().join();
  }

  void startAgain() {
    dockerd = dockerd();
    awaitAnswer();
  }

  /** Everything in the machine is dead at once, without a good-bye. */
  void losePower() {
    powerOff();
    // What a machine keeps in memory is gone after a boot.
    deleteTree(directory.resolve("run"));
  }

  /** Only the Engine comes up by itself. */
  void bootAgain() {
    machine = boot();
    startAgain();
  }

  private void powerOff() {
    init().ifPresent(ProcessHandle::destroyForcibly);
    machine.onExit().join();
    dockerd.onExit().join();
  }

  @Override
  public void close() {
    powerOff();
    run("ip", "link", "delete", name);
    run("ip", "netns", "delete", name);
    removeControlGroups();
    deleteTree(directory);
  }

  private void removeControlGroups() {
    try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      for (Path hierarchy : hierarchies.toList()) {
        deleteGroups(hierarchy.resolve(name));
      }
      deleteGroups(Path.of("/sys/fs/cgroup").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only the directories: the files in them are the kernel's. */
  private static void deleteGroups(Path top) throws IOException {
    if (Files.isDirectory(top)) {
      try (Stream<Path> groups = Files.walk(top)) {
        for (Path group :
            groups.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(group);
        }
      }
    }
  }

  private static void deleteTree(Path top) {
    if (Files.exists(top)) {
      // All mounts have gone with their namespace; what is left are very many plain files.
      run("rm", "-rf", "--one-file-system", top.toString());
    }
  }

  /** A command of the machine's own Docker client, for this Engine. */
  String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", host()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /** As the kernel does when memory runs out: the Engine did not ask for it. */
  void killProcess(String container) {
    String pid = docker("inspect", "--format={{.State.Pid}}", container).strip();
    // One that does not run has the number 0, and to kill that is to kill ourselves.
    if (!pid.matches("[1-9][0-9]*")) {
      throw new AssertionError(container + " does not run");
    }
    run("nsenter", "--target=" + init().orElseThrow().pid(), "--mount", "--pid", "kill", "-9", pid);
  }

  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      check(process.onExit().join().exitValue(), String.join(" ", command) + "\n" + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(int code, String what) {
    if (code != 0) {
      throw new AssertionError("exit code " + code + ": " + what);
    }
  }
}
