package steading.watch;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Room on the disks that hold the installation, and the Engine's images and volumes. */
final class DiskCheck {
  static final String NAME = "disk";

  private static final long ALMOST_NONE = Amounts.GIB;
  private static final long LITTLE = 5 * Amounts.GIB;
  private static final int LITTLE_PERCENT = 10;
  private static final int ALMOST_NO_FILES_PERCENT = 1;
  private static final String FIX = "remove what is not needed: `stead gc`, old logs, old backups";

  private final Map<String, Path> places;

  /**
   * @param places directories, by what people call them
   */
  DiskCheck(Map<String, Path> places) {
    this.places = new LinkedHashMap<>(places);
  }

  List<Finding> look() throws IOException {
    Map<FileStore, List<String>> stores = new LinkedHashMap<>();
    Map<FileStore, Path> where = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, Path> place : places.entrySet()) {
      if (!Files.isDirectory(place.getValue())) {
        findings.add(
            Finding.ok(
                NAME,
                "%s (%s) cannot be seen from here, so its room is not known"
                    .formatted(place.getKey(), place.getValue())));
        continue;
      }
      FileStore store = Files.getFileStore(place.getValue());
      stores.computeIfAbsent(store, s -> new ArrayList<>()).add(place.getKey());
      where.putIfAbsent(store, place.getValue());
    }
    for (Map.Entry<FileStore, Path> store : where.entrySet()) {
      String names = String.join(" and ", stores.getOrDefault(store.getKey(), List.of()));
      findings.add(room(names, store.getKey().getUsableSpace(), store.getKey().getTotalSpace()));
      HostCommand.output("stat", "-f", "-c", "%c %d", store.getValue().toString())
          .flatMap(counts -> files(names, counts))
          .ifPresent(findings::add);
    }
    return findings;
  }

  static Finding room(String where, long usable, long total) {
    String what =
        "%s of %s are free for %s".formatted(Amounts.bytes(usable), Amounts.bytes(total), where);
    if (usable < ALMOST_NONE) {
      return Finding.error(NAME, "only " + what + "; databases stop or break when it is full", FIX);
    }
    return usable < LITTLE || percent(usable, total) < LITTLE_PERCENT
        ? Finding.warning(NAME, "only " + what, FIX)
        : Finding.ok(NAME, what);
  }

  /**
   * @param counts how many files the file system can have, and how many more; some have no limit
   *     and say 0
   */
  static Optional<Finding> files(String where, String counts) {
    if (!counts.matches("\\d{1,18} \\d{1,18}")) {
      return Optional.empty();
    }
    String[] words = counts.split(" ", -1);
    long total = Long.parseLong(words[0]);
    long free = Long.parseLong(words[1]);
    if (total == 0 || percent(free, total) >= LITTLE_PERCENT) {
      return Optional.empty();
    }
    String what =
        "only %d of %d files (inodes) more can be made for %s".formatted(free, total, where);
    return Optional.of(
        percent(free, total) < ALMOST_NO_FILES_PERCENT
            ? Finding.error(NAME, what, FIX)
            : Finding.warning(NAME, what, FIX));
  }

  private static double percent(long part, long whole) {
    return whole <= 0 ? 100 : 100.0 * part / whole;
  }
}
