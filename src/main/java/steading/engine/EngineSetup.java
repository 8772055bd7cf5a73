package steading.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.engine.EngineException.Reason;
import steading.problem.Problem;

/** Installs and starts the machine's Docker Engine where none answers. */
public final class EngineSetup {
  private static final long DISK_NEEDED = 3L << 30;
  private static final List<String> PACKAGES = List.of("docker.io", "iptables");

  /**
   * What setting up touches on a machine.
   *
   * @param path where programs are looked for
   * @param state the directory whose disk will hold images and volumes
   * @param systemd exists when systemd is what started the machine
   * @param pidFile where the Engine notes its process
   * @param daemon how the Engine is started without systemd
   */
  record Places(
      List<Path> path,
      Path state,
      Path systemd,
      Path installLog,
      Path daemonLog,
      Path pidFile,
      List<String> daemon,
      String host,
      boolean root,
      Duration startLimit) {}

  private final Places places;
  private final Consumer<String> say;

  EngineSetup(Places places, Consumer<String> say) {
    this.places = places;
    this.say = say;
  }

  /**
   * Whether an Engine answers at {@code host} (null: DOCKER_HOST or the usual socket). One that is
   * there but refuses us, or speaks no common version, is a failure and not a missing Engine.
   */
  public static boolean reachable(@Nullable String host) {
    try (Engine _ = Engine.connect(host)) {
      return true;
    } catch (EngineException e) {
      if (e.reason() == Reason.UNREACHABLE) {
        return false;
      }
      throw e;
    }
  }

  /** Installs Debian's Engine, unless one is installed; {@code say} hears what is being done. */
  public static void install(Consumer<String> say) {
    new EngineSetup(usual(), say).install();
  }

  /** Starts the installed Engine and waits until it answers. */
  public static void start(Consumer<String> say) {
    new EngineSetup(usual(), say).start();
  }

  private static Places usual() {
    return new Places(
        List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin")),
        Path.of("/var/lib"),
        Path.of("/run/systemd/system"),
        Path.of("/var/log/steading-engine-install.log"),
        Path.of("/var/log/dockerd.log"),
        Path.of("/var/run/docker.pid"),
        List.of("dockerd"),
        EngineAddress.USUAL,
        isRoot(),
        Duration.ofSeconds(90));
  }

  void install() {
    if (installed("dockerd")) {
      return;
    }
    say.accept(
        "No Docker Engine is installed: installing %s with apt-get; the log is %s"
            .formatted(String.join(" and ", PACKAGES), places.installLog()));
    requireRoot("sudo apt-get install -y --no-install-recommends " + String.join(" ", PACKAGES));
    if (!installed("apt-get")) {
      throw Problem.failed(
              "engine.no-apt",
              "There is no Docker Engine, and without apt-get Steading cannot install one",
              "Install Docker as docs.docker.com/engine/install says for this system")
          .raise();
    }
    requireDisk();
    apt(List.of("update"));
    apt(
        List.of(
            "install", "-y", "--no-install-recommends", PACKAGES.getFirst(), PACKAGES.getLast()));
  }

  void start() {
    if (reachable(places.host())) {
      return;
    }
    boolean systemd = Files.isDirectory(places.systemd());
    requireRoot(systemd ? "sudo systemctl enable --now docker" : "sudo dockerd");
    if (!systemd && !installed(Path.of(places.daemon().getFirst()).getFileName().toString())) {
      throw Problem.failed(
              "engine.not-installed",
              "There is no Docker Engine on this machine",
              "apt-get install -y --no-install-recommends " + String.join(" ", PACKAGES))
          .raise();
    }
    say.accept("Starting the Docker Engine");
    if (systemd) {
      startBySystemd();
    } else {
      startDetached();
    }
  }

  private void startBySystemd() {
    Host.Result result =
        Host.run(List.of("systemctl", "enable", "--now", "docker"), Map.of(), places.installLog());
    if (result.code() != 0) {
      throw Problem.failed(
              "engine.start-failed",
              "The Docker Engine does not start",
              "Look at: journalctl -u docker")
          .because(result.lastLines())
          .raise();
    }
    EngineStart start = new EngineStart(places, say);
    if (!start.await()) {
      throw notStarted(start.told());
    }
  }

  private RuntimeException notStarted(EngineStart.Told told) {
    return Problem.failed("engine.start-failed", told.what(), told.fix())
        .because(told.lastLines())
        .raise();
  }

  private void startDetached() {
    EngineStart start = new EngineStart(places, say);
    if (!start.run()) {
      throw notStarted(start.told());
    }
  }

  private void apt(List<String> words) {
    List<String> command =
        Stream.concat(Stream.of("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"), words.stream())
            .toList();
    Host.Result result =
        Host.run(command, Map.of("DEBIAN_FRONTEND", "noninteractive"), places.installLog());
    if (result.code() != 0) {
      throw Problem.failed(
              "engine.install-failed",
              "apt-get " + words.getFirst() + " ended with " + result.code(),
              "Mend what apt-get says and repeat the command; all of it is in "
                  + places.installLog())
          .because(result.lastLines())
          .raise();
    }
  }

  private void requireRoot(String command) {
    if (!places.root()) {
      throw Problem.failed(
              "engine.needs-root",
              "No Docker Engine answers, and only root may install or start one",
              command)
          .raise();
    }
  }

  private void requireDisk() {
    try {
      long free = Files.getFileStore(places.state()).getUsableSpace();
      if (free < DISK_NEEDED) {
        throw Problem.failed(
                "engine.disk-full",
                "%s has %d MiB left; the Engine and its images need 3 GiB"
                    .formatted(places.state(), free >> 20),
                "Free space there, or mount a larger disk")
            .raise();
      }
    } catch (IOException e) {
      throw new EngineException(
          Reason.FAILED, "the free space of " + places.state() + " is unknown", e);
    }
  }

  private boolean installed(String program) {
    return places.path().stream()
        .anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new EngineException(Reason.FAILED, "/proc/self does not say who we are", e);
    }
  }
}
