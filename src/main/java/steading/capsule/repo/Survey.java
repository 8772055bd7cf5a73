package steading.capsule.repo;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import steading.problem.Problem;

/**
 * Tries out what a place lets us do, from where restic will do it: reach it, list, write, read and
 * delete. What is wrong comes out as one reason instead of a quarter of an hour of retries.
 */
final class Survey {
  /** Servers refuse what is further off than a quarter of an hour. */
  private static final Duration CLOCK_MAY_DIFFER = Duration.ofMinutes(5);

  private static final long LEAST_ROOM = 64L << 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Restic restic;

  Survey(Restic restic) {
    this.restic = restic;
  }

  /**
   * @param free bytes, where the place tells
   * @param said what it answered when there was trouble
   */
  record Findings(Optional<Trouble> trouble, String said, OptionalLong free) {
    static Findings good(OptionalLong free) {
      return new Findings(Optional.empty(), "", free);
    }

    static Findings bad(Trouble trouble, String said) {
      return new Findings(Optional.of(trouble), said, OptionalLong.empty());
    }
  }

  /** Everything that a repository needs; throws when something is missing. */
  Findings rights(Repository repository) {
    Findings found = look(repository, true);
    if (found.trouble().isPresent()) {
      throw problem(repository, found.trouble().get(), found.said()).raise();
    }
    if (found.free().isPresent() && found.free().getAsLong() < LEAST_ROOM) {
      throw problem(
              repository, Trouble.FULL, Moved.size(found.free().getAsLong()) + " are left there")
          .raise();
    }
    return found;
  }

  /** Why nothing goes, if anything can be found to be wrong. */
  Optional<Trouble> trouble(Repository repository) {
    return look(repository, false).trouble();
  }

  private static Problem problem(Repository repository, Trouble trouble, String said) {
    return trouble.problem(ResticExit.named(repository)).because(said.strip());
  }

  private Findings look(Repository repository, boolean writing) {
    return switch (repository.place()) {
      case Place.Local _ -> Findings.good(OptionalLong.empty());
      case S3 s3 -> s3(repository, s3, writing);
      case Azure azure -> azure(repository, azure, writing);
      case Rest rest -> rest(repository, rest);
      case Sftp sftp -> new SftpSurvey(restic, repository, sftp).look(writing);
    };
  }

  private Findings s3(Repository repository, S3 place, boolean writing) {
    Map<String, String> secrets = repository.secrets();
    String region = place.region() == null ? "us-east-1" : place.region();
    String user = S3.known(secrets, S3.KEY) + ":" + S3.known(secrets, S3.SECRET);
    String token = S3.known(secrets, S3.TOKEN);
    String[] login = {
      Curl.line("user", user),
      Curl.line("aws-sigv4", "aws:amz:" + region + ":s3"),
      token.isEmpty() ? "" : Curl.line("header", "x-amz-security-token: " + token)
    };
    String bucket = place.endpoint() + "/" + place.bucket();
    Curl curl =
        new Curl(repository).request("GET", bucket + "?list-type=2&max-keys=1", null, login);
    if (writing) {
      String object =
          bucket + "/" + (place.prefix().isEmpty() ? "" : place.prefix() + "/") + name();
      curl.request("PUT", object, "steading", login);
      curl.request("GET", object, null, login);
      curl.request("DELETE", object, null, login);
    }
    return judge(curl.send(restic), Trouble.NO_BUCKET);
  }

  private Findings azure(Repository repository, Azure place, boolean writing) {
    AzureSignature sign = new AzureSignature(place, repository.secrets());
    String prefix = place.prefix().isEmpty() ? "" : place.prefix() + "/";
    Curl curl = new Curl(repository);
    sign.request(
        curl, "GET", "", Map.of("restype", "container", "comp", "list", "maxresults", "1"), null);
    if (writing) {
      String blob = prefix + name();
      sign.request(curl, "PUT", blob, Map.of(), "steading");
      sign.request(curl, "GET", blob, Map.of(), null);
      sign.request(curl, "DELETE", blob, Map.of(), null);
    }
    return judge(curl.send(restic), Trouble.NO_BUCKET);
  }

  /** What may be written there is restic's to say: the server knows only what restic writes. */
  private Findings rest(Repository repository, Rest place) {
    String user = S3.known(repository.secrets(), Rest.USER);
    String login =
        user.isEmpty()
            ? ""
            : Curl.line("user", user + ":" + S3.known(repository.secrets(), Rest.LOGIN));
    Curl.Answer answer =
        new Curl(repository)
            .request("GET", place.url() + "config", null, login)
            .send(restic)
            .getFirst();
    boolean there = answer.exit() == 0 && (answer.status() == 404 || answer.good());
    return there ? clock(List.of(answer)) : judge(List.of(answer), Trouble.SERVER);
  }

  private static Findings judge(List<Curl.Answer> answers, Trouble otherwise) {
    for (Curl.Answer answer : answers) {
      if (!answer.good()) {
        Trouble trouble = Curl.trouble(answer, otherwise);
        return Findings.bad(trouble, answer.words());
      }
    }
    return clock(answers);
  }

  private static Findings clock(List<Curl.Answer> answers) {
    Instant now = Instant.now();
    for (Curl.Answer answer : answers) {
      Optional<Duration> difference = answer.date().map(date -> Duration.between(now, date).abs());
      if (difference.filter(each -> each.compareTo(CLOCK_MAY_DIFFER) > 0).isPresent()) {
        return Findings.bad(
            Trouble.CLOCK, "They differ by " + Moved.time(difference.orElseThrow()));
      }
    }
    return Findings.good(OptionalLong.empty());
  }

  static String name() {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    return "steading-test-" + HexFormat.of().formatHex(random);
  }
}
