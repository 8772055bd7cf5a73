package steading.image;

import java.util.Map;
import java.util.Optional;

/** A Debian base that we can make ourselves: a release, and whether documentation is left out. */
record DebianBase(String tag, String suite, boolean slim) {
  private static final Map<String, String> SUITES =
      Map.of("12", "bookworm", "bookworm", "bookworm", "13", "trixie", "trixie", "trixie");
  private static final String SLIM = "-slim";
  private static final String OURS = "steading/debian";

  /** {@code debian:13}, {@code docker.io/library/debian:trixie-slim} and so on. */
  static Optional<DebianBase> of(String reference) {
    return Reference.tryParse(reference)
        .filter(parsed -> parsed.official() && parsed.shortName().equals("debian"))
        .filter(parsed -> parsed.digest() == null)
        .flatMap(parsed -> ofTag(String.valueOf(parsed.tag())));
  }

  /** The base that one of our own references names. */
  static Optional<DebianBase> ofOurs(String reference) {
    return reference.startsWith(OURS + ":")
        ? ofTag(reference.substring(OURS.length() + 1))
        : Optional.empty();
  }

  private static Optional<DebianBase> ofTag(String tag) {
    boolean slim = tag.endsWith(SLIM);
    String release = slim ? tag.substring(0, tag.length() - SLIM.length()) : tag;
    String suite = SUITES.get(release);
    return suite == null
        ? Optional.empty()
        : Optional.of(new DebianBase(number(suite) + (slim ? SLIM : ""), suite, slim));
  }

  private static String number(String suite) {
    return suite.equals("bookworm") ? "12" : "13";
  }

  /** The name upstream gives it. */
  String upstream() {
    return "debian:" + tag;
  }

  /** The stable name of our own make, which Dockerfiles are pointed to. */
  String reference() {
    return OURS + ":" + tag;
  }

  /** The root file system before our own files are laid over it; exists only while we build. */
  String rootReference(String id) {
    return "steading/debian-root:" + tag + "-" + id;
  }
}
