package steading.daemon.control;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The argument vector that starts a daemon from the program that is running now. */
final class DaemonCommand {
  /**
   * It idles most of the time beside the apps, so memory is what counts: without a small start the
   * heap opens at a 64th of the machine's memory and is never given back. Short of memory it ends
   * and is started again.
   */
  static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xms8m",
          "-Xmx96m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xlog:disable",
          "--enable-native-access=ALL-UNNAMED");

  private static final List<String> HANDED_ON = List.of("steading.source", "steading.build");

  private DaemonCommand() {}

  static List<String> of(String mainClass, Path home) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    for (String name : HANDED_ON) {
      String value = System.getProperty(name);
      if (value != null) {
        command.add("-D" + name + "=" + value);
      }
    }
    command.add("-cp");
    command.add(classPath());
    command.add(mainClass);
    command.add("--home");
    command.add(home.toString());
    command.add("serve");
    return command;
  }

  /** The daemon runs in another directory, so relative entries would lead nowhere. */
  private static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().normalize().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
