package steading.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/**
 * Where this machine itself gets Debian from, for any release: its mirror, its security archive and
 * the keys it trusts for them.
 */
record DebianArchive(String main, @Nullable String security, Path keyring) {
  private static final Set<String> RELEASES =
      Set.of(
          "bullseye",
          "bookworm",
          "trixie",
          "forky",
          "sid",
          "oldstable",
          "stable",
          "testing",
          "unstable");
  private static final List<Path> KEYRINGS =
      List.of(
          Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
          Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"));

  /**
   * @param etcApt the machine's /etc/apt
   */
  static DebianArchive ofMachine(Path etcApt) {
    return of(AptFiles.read(etcApt)).orElseThrow(() -> unknown(etcApt).raise());
  }

  static Optional<DebianArchive> of(List<AptEntry> entries) {
    Optional<AptEntry> main = best(entries, RELEASES::contains);
    Optional<AptEntry> security =
        best(entries, suite -> suite.endsWith("-security") || suite.endsWith("/updates"));
    return main.map(entry ->
        new DebianArchive(entry.uri(), security.map(AptEntry::uri).orElse(null), keys(entry)));
  }

  /** A release in apt's one-line form, to be read from standard input: URIs may hold passwords. */
  String lines(String suite) {
    String signed = "[signed-by=" + keyring + "] ";
    StringBuilder lines = new StringBuilder();
    lines.append("deb ").append(signed).append(main).append(' ').append(suite).append(" main\n");
    lines
        .append("deb ")
        .append(signed)
        .append(main)
        .append(' ')
        .append(suite)
        .append("-updates main\n");
    if (security != null) {
      lines
          .append("deb ")
          .append(signed)
          .append(security)
          .append(' ')
          .append(suite)
          .append("-security main\n");
    }
    return lines.toString();
  }

  /** The same for the inside of an image, which has Debian's keys under their own name. */
  String sourcesFile(String suite) {
    String signed = "\nComponents: main\nSigned-By: " + KEYRINGS.getFirst() + "\n";
    String mainPart =
        "Types: deb\nURIs: " + main + "\nSuites: " + suite + " " + suite + "-updates" + signed;
    return security == null
        ? mainPart
        : mainPart
            + "\nTypes: deb\nURIs: "
            + security
            + "\nSuites: "
            + suite
            + "-security"
            + signed;
  }

  /** Other vendors publish under Debian's release names too; likeness to Debian's own decides. */
  private static Optional<AptEntry> best(List<AptEntry> entries, Predicate<String> suite) {
    return entries.stream()
        .filter(entry -> entry.uri().matches("(?:mirror\\+)?https?://.*"))
        .filter(entry -> entry.components().contains("main"))
        .filter(entry -> entry.suites().stream().anyMatch(suite))
        .filter(entry -> likeness(entry) > 0)
        .max(Comparator.comparingInt(DebianArchive::likeness));
  }

  private static int likeness(AptEntry entry) {
    String path = entry.uri().replaceFirst("/+$", "");
    int points = path.matches(".*/debian(?:-security)?(?:/updates)?") ? 4 : 0;
    points += String.valueOf(entry.signedBy()).contains("debian-archive") ? 4 : 0;
    points += path.contains("debian") ? 1 : 0;
    points += entry.suites().stream().anyMatch(s -> s.endsWith("-updates")) ? 2 : 0;
    return points;
  }

  private static Path keys(AptEntry entry) {
    return Stream.concat(
            Stream.ofNullable(entry.signedBy()).filter(s -> s.startsWith("/")).map(Path::of),
            KEYRINGS.stream())
        .filter(Files::isReadable)
        .findFirst()
        .orElse(KEYRINGS.getFirst());
  }

  private static Problem unknown(Path etcApt) {
    return Problem.failed(
            "image.no-debian-archive",
            "none of this machine's package sources carries Debian, so no base image can be made",
            "add a Debian source with components \"main\" under "
                + etcApt.resolve("sources.list.d")
                + ", or load a ready image with \"docker load\" and tag it debian:13-slim")
        .because("no registry answers either");
  }
}
