package steading.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import steading.app.Durable;

/**
 * The configurations on disk, each a directory of its own, and a link to the one that HAProxy reads
 * when it starts or reloads. Changing the link changes all files at once.
 */
final class Generations {
  static final String CURRENT = "current";
  private static final String LIVE = ".live-";

  private final Path directory;

  Generations(Path directory) {
    this.directory = directory;
  }

  /** Most files are as they were, and need not be written again. */
  private void stage(String name, Map<String, String> files, String like) throws IOException {
    Map<String, Durable.Content> contents = new HashMap<>();
    files.forEach((file, text) -> contents.put(file, new Durable.Content(text, "rw-r--r--")));
    Durable.directory(directory.resolve(name), "rwxr-xr-x", contents, directory.resolve(like));
  }

  /** The name says all about the content, so what is there already need not be written. */
  void stageOnce(String name, Map<String, String> files) throws IOException {
    if (!exists(name)) {
      stage(name, files, liveOf(name).orElse(CURRENT));
    }
  }

  /** Writes the variant for a reload, under a name of its own, which is returned. */
  String stageLive(Generation live) throws IOException {
    String name = live.id() + LIVE + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    stage(name, withUnknown(live.files()), CURRENT);
    return name;
  }

  /**
   * Besides its files, which certificates nobody knows yet to be good: it is checked with those.
   */
  private SortedMap<String, String> withUnknown(SortedMap<String, String> files)
      throws IOException {
    Path list = directory.resolve(CURRENT).resolve(ShownCertificates.LIST);
    SortedMap<String, String> all = new TreeMap<>(files);
    all.put(
        ShownCertificates.UNKNOWN,
        ShownCertificates.unknown(
            files.getOrDefault(ShownCertificates.LIST, ""), Durable.read(list).orElse("")));
    return all;
  }

  /** The latest variant for a reload, if there still is one. */
  Optional<String> liveOf(String id) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith(id + LIVE))
          .findFirst();
    }
  }

  /** Which generation a directory of this name is a variant of. */
  static String id(String name) {
    int end = name.indexOf(LIVE);
    return end < 0 ? name : name.substring(0, end);
  }

  boolean exists(String name) {
    return Files.isDirectory(directory.resolve(name));
  }

  Optional<String> current() throws IOException {
    Path link = directory.resolve(CURRENT);
    return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.readSymbolicLink(link).toString())
        : Optional.empty();
  }

  void activate(String name) throws IOException {
    Durable.pointAt(directory.resolve(CURRENT), Path.of(name));
  }

  /** Deletes every configuration but these and the current one. */
  void prune(Set<String> kept) throws IOException {
    String current = current().orElse(CURRENT);
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.equals(CURRENT) && !name.equals(current) && !kept.contains(name)) {
          Durable.deleteTree(entry);
        }
      }
    }
  }
}
