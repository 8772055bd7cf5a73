package steading.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.gateway.tls.InternalCa;
import steading.gateway.tls.IpAddress;

/**
 * The certificates of the table's apps, one file each, and one for clients that ask for no host of
 * ours. That one also covers the table's addresses, because a browser that is given an address
 * names no host when it connects.
 */
final class Certificates {
  /** No app has this name: it has no letter in front. */
  static final String DEFAULT = "_default";

  private static final String NOBODYS_HOST = "gateway.invalid";
  private static final String SUFFIX = ".pem";

  private final Path directory;
  private final InternalCa authority;
  private final Reader reader;

  Certificates(Path directory, InternalCa authority, Reader reader) {
    this.directory = directory;
    this.authority = authority;
    this.reader = reader;
  }

  String rootPem() {
    return authority.rootPem();
  }

  /** Makes every missing, foreign or ageing certificate anew; name to content of all of them. */
  synchronized SortedMap<String, String> issue(Table table) throws IOException {
    SortedMap<String, String> bundles = new TreeMap<>();
    for (Map.Entry<String, Set<String>> wanted : wanted(table).entrySet()) {
      bundles.put(wanted.getKey(), issue(wanted.getKey(), wanted.getValue()));
    }
    return bundles;
  }

  /** What is on disk, judged by nobody. */
  SortedMap<String, String> present(Table table) throws IOException {
    SortedMap<String, String> bundles = new TreeMap<>();
    for (String name : wanted(table).keySet()) {
      Durable.read(directory.resolve(name + SUFFIX)).ifPresent(bundle -> bundles.put(name, bundle));
    }
    return bundles;
  }

  /** Deletes the certificates of apps that are gone, once no configuration names them. */
  synchronized void forgetAllBut(Table table) throws IOException {
    Set<String> wanted = wanted(table).keySet();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(SUFFIX)
            && !wanted.contains(name.substring(0, name.length() - SUFFIX.length()))) {
          Files.delete(file);
        }
      }
    }
  }

  private String issue(String name, Set<String> hosts) throws IOException {
    Path file = directory.resolve(name + SUFFIX);
    Optional<String> present = Durable.read(file);
    String bundle = authority.bundle(present, hosts);
    if (!present.equals(Optional.of(bundle))) {
      Durable.write(file, bundle, reader::own);
    }
    return bundle;
  }

  private static SortedMap<String, Set<String>> wanted(Table table) {
    SortedMap<String, Set<String>> wanted = new TreeMap<>();
    Set<String> neutral = new TreeSet<>(List.of(NOBODYS_HOST));
    table
        .apps()
        .forEach((app, entry) -> {
          Set<String> hosts = entry.hosts();
          if (!hosts.isEmpty()) {
            wanted.put(app, hosts);
            hosts.stream().filter(IpAddress::is).forEach(neutral::add);
          }
        });
    wanted.put(DEFAULT, neutral);
    return wanted;
  }
}
