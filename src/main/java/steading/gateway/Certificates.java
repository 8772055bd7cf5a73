package steading.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.app.Tls;
import steading.gateway.tls.Acme;
import steading.gateway.tls.Bundle;
import steading.gateway.tls.InternalCa;
import steading.gateway.tls.IpAddress;
import steading.gateway.tls.OwnCertificates;
import steading.plan.Route;

/**
 * The certificates of the table's hosts, and one for clients that ask for no host of ours. That one
 * also covers the table's addresses, because a browser that is given an address names no host when
 * it connects.
 *
 * <p>A host that waits for its certificate from elsewhere is shown one of the internal authority
 * meanwhile.
 */
final class Certificates {
  /** No app has this name: it has no letter in front. */
  static final String DEFAULT = "_default";

  /** Directories of certificates that do not come and go with an app. */
  static final String ACME = "acme";

  static final String OWN = "own";

  private static final String NOBODYS_HOST = "gateway.invalid";
  private static final String SUFFIX = ".pem";

  private final Path directory;
  private final InternalCa authority;
  private final Reader reader;
  private final Acme acme;
  private final OwnCertificates own;
  private final Clock clock;

  Certificates(
      Path directory,
      InternalCa authority,
      Reader reader,
      Acme acme,
      OwnCertificates own,
      Clock clock) {
    this.directory = directory;
    this.authority = authority;
    this.reader = reader;
    this.acme = acme;
    this.own = own;
    this.clock = clock;
  }

  String rootPem() {
    return authority.rootPem();
  }

  private interface Internal {
    Optional<String> bundle(String name, Set<String> hosts) throws IOException;
  }

  /** Makes every missing, foreign or ageing certificate of the internal authority anew. */
  synchronized ShownCertificates issue(Table table) throws IOException {
    return shown(table, (name, hosts) -> Optional.of(issue(name, hosts)));
  }

  /** What is on disk; those of the internal authority are judged by nobody. */
  ShownCertificates present(Table table) throws IOException {
    return shown(table, (name, hosts) -> Durable.read(directory.resolve(name + SUFFIX)));
  }

  private ShownCertificates shown(Table table, Internal internal) throws IOException {
    Instant now = clock.instant();
    Sorted sorted = new Sorted();
    for (Map.Entry<String, Table.Entry> app : table.apps().entrySet()) {
      SortedSet<String> covered = new TreeSet<>();
      SortedSet<String> rest = new TreeSet<>();
      choices(app.getValue())
          .forEach((host, tls) -> {
            if (tls != Tls.OFF && tls != Tls.FILES) {
              covered.add(host);
            }
            if (!sorted.add(host, tls, chosen(host, tls, now))) {
              rest.add(host);
            }
            sorted.asked |= tls == Tls.ACME && acme.asks(host);
          });
      Optional<String> bundle =
          rest.isEmpty() ? Optional.empty() : internal.bundle(app.getKey(), covered);
      if (bundle.isPresent()) {
        sorted.files.put(app.getKey(), rest);
        sorted.digests.put(app.getKey(), Digest.of(bundle.get()));
      }
    }
    String nobodys = internal.bundle(DEFAULT, neutral(table)).orElse("");
    sorted.digests.put(DEFAULT, Digest.of(nobodys));
    return new ShownCertificates(
        sorted.files,
        sorted.digests,
        sorted.bare,
        sorted.plain,
        acme.trusted() ? sorted.given : new TreeSet<>(),
        sorted.asked ? acme.thumbprint() : "");
  }

  /** Hosts by what is shown for them. */
  private static final class Sorted {
    private final SortedMap<String, SortedSet<String>> files = new TreeMap<>();
    private final SortedMap<String, String> digests = new TreeMap<>();
    private final SortedSet<String> bare = new TreeSet<>();
    private final SortedSet<String> plain = new TreeSet<>();
    private final SortedSet<String> given = new TreeSet<>();
    private boolean asked;

    /** False when the internal authority has to serve the host. */
    boolean add(String host, Tls tls, Optional<Chosen> chosen) {
      if (tls == Tls.OFF) {
        plain.add(host);
        bare.add(host);
      } else if (chosen.isPresent()) {
        files.computeIfAbsent(chosen.get().file(), _ -> new TreeSet<>()).add(host);
        digests.put(chosen.get().file(), chosen.get().bundle().serial());
        if (tls == Tls.ACME) {
          given.add(host);
        }
      } else if (tls == Tls.FILES) {
        bare.add(host);
      } else {
        return false;
      }
      return true;
    }
  }

  private record Chosen(String file, Bundle bundle) {}

  /** The certificate of a host that does not come from the internal authority. */
  private Optional<Chosen> chosen(String host, Tls tls, Instant now) {
    return switch (tls) {
      case ACME ->
          acme.asks(host)
              ? acme.usable(host, now).map(each -> new Chosen(ACME + "/" + acme.file(host), each))
              : Optional.empty();
      case FILES ->
          own.best(host, now).map(each -> new Chosen(OWN + "/" + each.name(), each.bundle()));
      case INTERNAL, OFF -> Optional.empty();
    };
  }

  /** Where each host's certificate comes from; an app says it once, for all of its hosts. */
  static SortedMap<String, Tls> choices(Table.Entry entry) {
    SortedMap<String, Tls> choices = new TreeMap<>();
    for (Route route : entry.routes()) {
      route.hosts().forEach(host -> choices.putIfAbsent(IpAddress.canonical(host), route.tls()));
    }
    return choices;
  }

  private static Set<String> neutral(Table table) {
    Set<String> neutral = new TreeSet<>(List.of(NOBODYS_HOST));
    table
        .apps()
        .values()
        .forEach(entry -> entry.hosts().stream().filter(IpAddress::is).forEach(neutral::add));
    return neutral;
  }

  /** Deletes the certificates of apps that are gone, once no configuration names them. */
  synchronized void forgetAllBut(Table table) throws IOException {
    Set<String> wanted = new HashSet<>(table.apps().keySet());
    wanted.add(DEFAULT);
    wanted.removeIf(
        name -> table.apps().containsKey(name) && choices(table.apps().get(name)).isEmpty());
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
}
