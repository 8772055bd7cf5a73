package steading.capsule.repo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Shown;

/** A place as people write it in a command. */
public final class PlaceWords {
  private static final Pattern S3_URL =
      Pattern.compile("(?<endpoint>https?://[^/]+)/(?<bucket>[^/]+)(/(?<prefix>.*?))?/*");
  private static final Pattern S3_AMAZON =
      Pattern.compile("s3://(?<bucket>[^/]+)(/(?<prefix>.*?))?/*");
  private static final Pattern AZURE_URL =
      Pattern.compile(
          "https://(?<account>[^./]+)\\.(?<suffix>[^/]+)/(?<container>[^/]+)(/(?<prefix>.*?))?/*");
  private static final Pattern AZURE_SHORT =
      Pattern.compile("(?<account>[^/:]+)/(?<container>[^/]+)(/(?<prefix>.*?))?/*");
  private static final Pattern SFTP_URL =
      Pattern.compile(
          "sftp://(?<user>[^@/]+)@(?<host>[^/:\\[]+|\\[[^]]+])(:(?<port>\\d{1,5}))?(?<path>/.+)");
  private static final Pattern SFTP_SHORT =
      Pattern.compile("(?<user>[^@/:]+)@(?<host>[^/:\\[]+|\\[[^]]+]):(?<path>[^:]+)");

  private PlaceWords() {}

  /**
   * @param region of S3, where the server wants to hear one
   */
  public static Place read(String kind, String text, @Nullable String region) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("kind", kind);
    switch (kind) {
      case Place.Local.KIND -> settings.put("directory", text);
      case S3.KIND -> s3(text, region, settings);
      case Azure.KIND -> azure(text, settings);
      case Sftp.KIND -> sftp(text, settings);
      case Rest.KIND -> rest(text, settings);
      default ->
          throw Problem.usage(
                  "repo.unknown-kind",
                  "there is no kind of repository named " + Shown.quoted(kind),
                  Nearest.hint(
                      kind,
                      PlaceReader.KINDS,
                      "use one of " + String.join(", ", PlaceReader.KINDS)))
              .raise();
    }
    Problems problems = new Problems();
    Node node =
        Yaml.parse(text, YamlWriter.write(settings).getBytes(StandardCharsets.UTF_8), problems);
    Place place = node == null ? null : PlaceReader.read(Fields.of(node, problems));
    problems.raiseIfAny();
    if (place == null) {
      throw unreadable(kind, text);
    }
    return place;
  }

  /** The same place, which must show this host key if it is one of SFTP. */
  public static Place knownBy(Place place, @Nullable String hostKey) {
    if (hostKey == null) {
      return place;
    }
    if (!(place instanceof Sftp sftp)) {
      throw Problem.usage(
              "repo.host-key", "only servers of SFTP have host keys", "leave out --host-key")
          .raise();
    }
    String[] words = hostKey.strip().split("\\s+", 3);
    return sftp.knownBy(words.length < 2 ? hostKey.strip() : words[0] + " " + words[1]);
  }

  /** What a place of this kind asks for; nothing for a kind that there is not. */
  public static List<Credential> credentials(String kind) {
    return switch (kind) {
      case S3.KIND -> new S3("", "", "", null).credentials();
      case Azure.KIND -> new Azure("", "", "", "").credentials();
      case Sftp.KIND -> new Sftp("", "", Sftp.PORT, "", "").credentials();
      case Rest.KIND -> new Rest("").credentials();
      default -> List.of();
    };
  }

  private static void s3(String text, @Nullable String region, Map<String, Object> settings) {
    Matcher amazon = S3_AMAZON.matcher(text);
    Matcher url = S3_URL.matcher(text.replaceFirst("^s3:(?=http)", ""));
    if (amazon.matches()) {
      settings.put(
          "endpoint",
          region == null ? "https://s3.amazonaws.com" : "https://s3." + region + ".amazonaws.com");
      group(amazon, settings, "bucket", "prefix");
    } else if (url.matches()) {
      group(url, settings, "endpoint", "bucket", "prefix");
    } else {
      throw unreadable(S3.KIND, text);
    }
    if (region != null) {
      settings.put("region", region);
    }
  }

  private static void azure(String text, Map<String, Object> settings) {
    Matcher url = AZURE_URL.matcher(text);
    Matcher words = AZURE_SHORT.matcher(text);
    if (url.matches()) {
      group(url, settings, "account", "suffix", "container", "prefix");
    } else if (words.matches()) {
      group(words, settings, "account", "container", "prefix");
    } else {
      throw unreadable(Azure.KIND, text);
    }
  }

  private static void sftp(String text, Map<String, Object> settings) {
    Matcher url = SFTP_URL.matcher(text);
    Matcher words = SFTP_SHORT.matcher(text);
    Matcher found = url.matches() ? url : words;
    if (!url.matches() && !words.matches()) {
      throw unreadable(Sftp.KIND, text);
    }
    group(found, settings, "user", "path");
    settings.put("host", found.group("host").replaceAll("[\\[\\]]", ""));
    if (url.matches() && url.group("port") != null) {
      settings.put("port", Integer.valueOf(url.group("port")));
    }
  }

  private static void rest(String text, Map<String, Object> settings) {
    String url = text.replaceFirst("^rest:", "");
    if (url.matches("https?://[^/]*@.*")) {
      throw Problem.usage(
              "repo.secret-in-place",
              "the place holds a user or password, which everybody on this machine could read",
              "leave them out there, and give them with --credentials FILE")
          .raise();
    }
    settings.put("url", url.endsWith("/") ? url : url + "/");
  }

  private static void group(Matcher found, Map<String, Object> settings, String... names) {
    for (String name : names) {
      String text = found.group(name);
      if (text != null && !text.isEmpty()) {
        settings.put(name, text);
      }
    }
  }

  private static ProblemException unreadable(String kind, String text) {
    String example =
        switch (kind) {
          case S3.KIND -> "https://s3.example.org/BUCKET, or s3://BUCKET for Amazon's";
          case Azure.KIND -> "ACCOUNT/CONTAINER";
          case Sftp.KIND -> "USER@HOST:/DIRECTORY, or sftp://USER@HOST:PORT/DIRECTORY";
          case Rest.KIND -> "https://backup.example.org:8000/NAME/";
          default -> "/srv/backup";
        };
    return Problem.usage(
            "repo.bad-place",
            Shown.quoted(text) + " is no place of the kind " + kind,
            "write " + example)
        .raise();
  }
}
