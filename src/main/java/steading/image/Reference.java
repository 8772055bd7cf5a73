package steading.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/**
 * A normalised image reference. Names without a host belong to Docker's own registry, there to
 * {@code library/} when they have one part only, and a name without tag or digest means {@code
 * latest}.
 */
record Reference(String host, String repository, @Nullable String tag, @Nullable String digest) {
  private static final String OFFICIAL_HOST = "docker.io";
  private static final String OFFICIAL = "library/";
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_QUOTE = 80;
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
              + "|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern BARE_ID = Pattern.compile("[0-9a-f]{64}");

  static Reference parse(String text) {
    return tryParse(text).orElseThrow(() -> malformed(text).raise());
  }

  static Optional<Reference> tryParse(String text) {
    if (text.length() > LONGEST_NAME + 250 || BARE_ID.matcher(text).matches()) {
      return Optional.empty();
    }
    int at = text.indexOf('@');
    String digest = at < 0 ? null : text.substring(at + 1);
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    String tag = tagged ? named.substring(colon + 1) : null;
    String name = tagged ? named.substring(0, colon) : named;
    if (tag == null && digest == null) {
      tag = "latest";
    }
    return of(name, tag, digest);
  }

  private static Optional<Reference> of(
      String name, @Nullable String tag, @Nullable String digest) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hosted = isHost(first);
    String host = hosted ? first : OFFICIAL_HOST;
    String repository = hosted ? name.substring(slash + 1) : name;
    if (host.equals(OFFICIAL_HOST) && repository.indexOf('/') < 0) {
      repository = OFFICIAL + repository;
    }
    boolean valid =
        HOST.matcher(host).matches()
            && REPOSITORY.matcher(repository).matches()
            && host.length() + repository.length() < LONGEST_NAME
            && (tag == null || TAG.matcher(tag).matches())
            && (digest == null || DIGEST.matcher(digest).matches());
    return valid ? Optional.of(new Reference(host, repository, tag, digest)) : Optional.empty();
  }

  private static boolean isHost(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  /** Whether this is one of the images that Docker's registry calls official. */
  boolean official() {
    return host.equals(OFFICIAL_HOST) && repository.startsWith(OFFICIAL);
  }

  /** The name without host and tag as people write it: {@code postgres} or {@code team/app}. */
  String shortName() {
    return official() ? repository.substring(OFFICIAL.length()) : repository;
  }

  /** As people and the Engine write it: without the host and path that go without saying. */
  String familiar() {
    return familiarName() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }

  /** The exact image under this name; the tag is dropped because the digest decides. */
  String pinned(String exactDigest) {
    return familiarName() + "@" + exactDigest;
  }

  private String familiarName() {
    return host.equals(OFFICIAL_HOST) ? shortName() : host + "/" + repository;
  }

  /** Hostile text goes into the message shortened and without control characters. */
  private static Problem malformed(String text) {
    StringBuilder quote = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .forEach(c -> quote.appendCodePoint(c < 0x20 || c > 0x7e ? '?' : c));
    String dots = text.codePointCount(0, text.length()) > LONGEST_QUOTE ? "…" : "";
    return Problem.usage(
        "image.bad-reference",
        "\"" + quote + dots + "\" is not an image reference",
        "write it as NAME:TAG, HOST/NAME:TAG or NAME@sha256:DIGEST, the name in lower case");
  }
}
