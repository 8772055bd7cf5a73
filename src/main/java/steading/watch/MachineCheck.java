package steading.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory and processors, as the kernel tells in its files. */
final class MachineCheck {
  private static final long LITTLE_MEMORY = 512 * Amounts.MIB;
  private static final int BUSY = 4;
  private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d{1,15}) kB");

  private final Path proc;

  MachineCheck(Path proc) {
    this.proc = proc;
  }

  List<Finding> look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(memory(Files.readString(proc.resolve("meminfo"))));
    findings.add(
        processors(
            Runtime.getRuntime().availableProcessors(), Files.readString(proc.resolve("loadavg"))));
    return findings;
  }

  static Finding memory(String meminfo) {
    Map<String, Long> bytes = new HashMap<>();
    Matcher lines = LINE.matcher(meminfo);
    while (lines.find()) {
      bytes.put(lines.group(1), Long.parseLong(lines.group(2)) * 1024);
    }
    Long total = bytes.get("MemTotal");
    Long available = bytes.get("MemAvailable");
    if (total == null || available == null) {
      return Finding.ok("memory", "the kernel does not tell how much memory is left");
    }
    long swap = bytes.getOrDefault("SwapTotal", 0L);
    String what =
        "%s of %s are available, %s"
            .formatted(
                Amounts.bytes(available),
                Amounts.bytes(total),
                swap == 0 ? "no swap" : Amounts.bytes(swap) + " of swap");
    return available < LITTLE_MEMORY
        ? Finding.warning(
            "memory",
            "only " + what,
            "stop what is not needed or give the machine more memory; otherwise the kernel will"
                + " kill processes")
        : Finding.ok("memory", what);
  }

  /**
   * @param loadavg the averages of one, five and fifteen minutes
   */
  static Finding processors(int count, String loadavg) {
    String[] words = loadavg.strip().split("\\s+", -1);
    String name = Amounts.counted(count, "processor");
    if (words.length < 3 || !words[1].matches("\\d{1,6}\\.\\d+")) {
      return Finding.ok("processors", name);
    }
    double load = Double.parseDouble(words[1]);
    String what = String.format(Locale.ROOT, "%s, load %.1f over five minutes", name, load);
    return load > (double) BUSY * count
        ? Finding.warning(
            "processors",
            what + ", which slows everything down",
            "see with top what is so busy; with docker stats which container")
        : Finding.ok("processors", what);
  }
}
