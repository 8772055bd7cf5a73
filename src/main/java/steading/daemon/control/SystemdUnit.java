package steading.daemon.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steading.problem.Problem;

/** The daemon as a service of the system, so that it is there again after a reboot. */
final class SystemdUnit {
  private static final String NAME = "steading.service";
  private static final Path RUNNING = Path.of("/run/systemd/system");
  private static final Path FILE = Path.of("/etc/systemd/system", NAME);
  private static final List<String> HANDED_ON =
      List.of("DOCKER_HOST", "STEADING_HTTP_PORT", "STEADING_HTTPS_PORT");

  private SystemdUnit() {}

  /** Only root's default installation is the system's own; any other is a person's. */
  static boolean applies(Path home) {
    return Files.isDirectory(RUNNING)
        && home.equals(Path.of("/var/lib/steading"))
        && "root".equals(System.getProperty("user.name"));
  }

  static boolean installed(Path home) {
    return applies(home) && Files.exists(FILE);
  }

  static void start(List<String> command, Path log, Map<String, String> environment) {
    try {
      String text = text(command, log, environment);
      if (!Files.exists(FILE) || !Files.readString(FILE).equals(text)) {
        Files.writeString(FILE, text);
      }
      systemctl("daemon-reload");
      systemctl("enable", "--now", NAME);
    } catch (IOException e) {
      throw Problem.failed("systemd.unit", "cannot write " + FILE, "check the disk and try again")
          .because(String.valueOf(e.getMessage()))
          .raise();
    }
  }

  static void stop() {
    systemctl("stop", NAME);
  }

  static String text(List<String> command, Path log, Map<String, String> environment) {
    StringBuilder unit = new StringBuilder();
    unit.append("# Written by stead; it is replaced when the program moves.\n");
    unit.append("[Unit]\nDescription=Steading, which operates web apps on this machine\n");
    unit.append("After=network-online.target docker.service\nWants=network-online.target\n\n");
    unit.append("[Service]\nExecStart=");
    unit.append(String.join(" ", command.stream().map(SystemdUnit::quoted).toList()));
    unit.append("\nRestart=always\nRestartSec=2\nKillMode=process\nTimeoutStopSec=60\n");
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (HANDED_ON.contains(name)) {
            unit.append("Environment=").append(quoted(name + "=" + value)).append('\n');
          }
        });
    String file = log.toString().replace("%", "%%");
    unit.append("StandardOutput=append:").append(file).append('\n');
    unit.append("StandardError=append:").append(file).append('\n');
    return unit.append("\n[Install]\nWantedBy=multi-user.target\n").toString();
  }

  private static String quoted(String word) {
    String inert = word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
    return "\"" + inert.replace("$", "$$") + "\"";
  }

  private static void systemctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw Problem.failed(
                "systemd.failed",
                String.join(" ", command) + " failed",
                "see \"systemctl status " + NAME + "\"")
            .because(said.strip())
            .raise();
      }
    } catch (IOException e) {
      throw Problem.failed("systemd.failed", "cannot run systemctl", "check that it is installed")
          .raise();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("interrupted", "interrupted", "run it again").raise();
    }
  }
}
