package steading.capsule.repo;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.problem.Nearest;

/** The kinds of places, as repositories.yaml and recovery kits name them. */
final class PlaceReader {
  static final List<String> KINDS =
      List.of(Place.Local.KIND, S3.KIND, Azure.KIND, Sftp.KIND, Rest.KIND);

  /** No character that means something in a file or an argument that it is written into. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*|[0-9a-fA-F:]+");
  private static final Pattern PATH = Pattern.compile("/?[A-Za-z0-9._~@+=,-][A-Za-z0-9._~@+=,/-]*");
  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?");
  private static final Pattern ENDPOINT =
      Pattern.compile("https?://([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9a-fA-F:]+])(:\\d{1,5})?");
  private static final Pattern HOST_KEY =
      Pattern.compile("(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/=]+");

  private PlaceReader() {}

  /** Null after a problem. */
  static @Nullable Place read(Fields fields) {
    String kind = fields.requiredText("kind");
    return switch (kind) {
      case Place.Local.KIND -> local(fields);
      case S3.KIND -> s3(fields);
      case Azure.KIND -> azure(fields);
      case Sftp.KIND -> sftp(fields);
      case Rest.KIND -> rest(fields);
      default -> {
        fields.problem(
            "kind",
            "repo.unknown-kind",
            "there is no kind of repository named \"" + kind + "\"",
            Nearest.hint(kind, KINDS, "use one of " + String.join(", ", KINDS)));
        yield null;
      }
    };
  }

  private static @Nullable Place local(Fields fields) {
    String text = fields.requiredText("directory");
    if (!text.startsWith("/") || text.indexOf('\0') >= 0 || text.indexOf(':') >= 0) {
      fields.problem(
          "directory",
          "repo.bad-directory",
          "\"directory\" must be an absolute path without a colon",
          "write it as /srv/backup");
      return null;
    }
    return new Place.Local(Path.of(text));
  }

  private static @Nullable Place s3(Fields fields) {
    String region = fields.text("region");
    S3 place =
        new S3(
            fields.requiredText("endpoint"),
            fields.requiredText("bucket"),
            fields.text("prefix", ""),
            region);
    boolean good =
        all(
            fits(fields, "endpoint", ENDPOINT, place.endpoint(), "https://s3.example.org"),
            fits(fields, "bucket", WORD, place.bucket(), "backups"),
            (place.prefix().isEmpty() || fits(fields, "prefix", PATH, place.prefix(), "stead/one")),
            (region == null || fits(fields, "region", WORD, region, "eu-central-1")));
    return good ? place : null;
  }

  private static @Nullable Place azure(Fields fields) {
    Azure place =
        new Azure(
            fields.requiredText("account"),
            fields.requiredText("container"),
            fields.text("prefix", ""),
            fields.text("suffix", Azure.SUFFIX));
    boolean good =
        all(
            fits(fields, "account", WORD, place.account(), "mystorage"),
            fits(fields, "container", WORD, place.container(), "backups"),
            (place.prefix().isEmpty() || fits(fields, "prefix", PATH, place.prefix(), "stead/one")),
            fits(fields, "suffix", SUFFIX, place.suffix(), Azure.SUFFIX));
    return good ? place : null;
  }

  private static @Nullable Place sftp(Fields fields) {
    Sftp place =
        new Sftp(
            fields.requiredText("user"),
            fields.requiredText("host"),
            fields.integer("port", Sftp.PORT),
            fields.requiredText("path"),
            fields.text("host-key", ""));
    boolean good =
        all(
            fits(fields, "user", WORD, place.user(), "backup"),
            fits(fields, "host", HOST, place.host(), "nas.example.org"),
            fits(fields, "path", PATH, place.path(), "/srv/backup"),
            (place.hostKey().isEmpty()
                || fits(fields, "host-key", HOST_KEY, place.hostKey(), "ssh-ed25519 AAAA…")));
    if (place.port() < 1 || place.port() > 65_535) {
      fields.problem("port", "repo.bad-place", place.port() + " is no port", "use 1 to 65535");
      return null;
    }
    return good ? place : null;
  }

  private static @Nullable Place rest(Fields fields) {
    String url = fields.requiredText("url");
    int path = url.indexOf('/', "https://".length());
    boolean good =
        path > 0
            && url.endsWith("/")
            && ENDPOINT.matcher(url.substring(0, path)).matches()
            && (path == url.length() - 1 || PATH.matcher(url.substring(path)).matches());
    if (!good || url.contains("..")) {
      wrong(fields, "url", "https://backup.example.org:8000/stead/");
      return null;
    }
    return new Rest(url);
  }

  /** Every answer counts, since each reports its own problem. */
  private static boolean all(boolean... good) {
    for (boolean each : good) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(
      Fields fields, String key, Pattern pattern, String text, String example) {
    if (pattern.matcher(text).matches() && !text.contains("..")) {
      return true;
    }
    wrong(fields, key, example);
    return false;
  }

  private static void wrong(Fields fields, String key, String example) {
    fields.problem(
        key,
        "repo.bad-place",
        "\"" + key + "\" is nothing that Steading can use",
        "write it as " + example + ", without special characters");
  }
}
