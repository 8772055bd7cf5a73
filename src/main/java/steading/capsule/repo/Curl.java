package steading.capsule.repo;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSpec.FileSpec;

/**
 * A few requests of HTTP from where restic will be, with the credentials in a file. curl tells
 * apart what a server refuses, what TLS refuses, and what is not there at all.
 */
final class Curl {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String END = "steading-answer";
  private static final Pattern ANSWER =
      Pattern.compile("(?s)(.*?)\\n" + END + " (\\d+) (\\d+) ([^\\n]*)\\n");
  private static final Pattern CODE = Pattern.compile("(?i)(?:<Code>|x-ms-error-code: *)(\\w+)");
  private static final Pattern DATE = Pattern.compile("(?im)^date: *(.*?) *$");

  private final Repository repository;
  private final List<String> requests = new ArrayList<>();

  Curl(Repository repository) {
    this.repository = repository;
  }

  /**
   * @param exit of curl; 0 when there was an answer
   * @param status of HTTP
   * @param words what came, headers and all, or why nothing came
   */
  record Answer(int exit, int status, String words) {
    boolean good() {
      return exit == 0 && status / 100 == 2;
    }

    /** The server's own word for what is wrong, as S3 and Azure have one. */
    String code() {
      Matcher code = CODE.matcher(words);
      return code.find() ? code.group(1) : "";
    }

    Optional<Instant> date() {
      Matcher date = DATE.matcher(words);
      if (!date.find()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            ZonedDateTime.parse(date.group(1), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * @param body null for none
   * @param lines of curl's configuration
   */
  Curl request(String method, String url, @Nullable String body, String... lines) {
    List<String> request = new ArrayList<>();
    request.add(line("url", url));
    request.add(line("request", method));
    request.add("include\nsilent\nshow-error\ngloboff");
    request.add("connect-timeout = 15\nmax-time = 40");
    if (repository.terms().authority() != null) {
      request.add(line("cacert", Access.FILES + "ca.pem"));
    }
    if (body != null) {
      request.add(line("data-binary", body));
      request.add(line("header", "Content-Type: application/octet-stream"));
    }
    request.addAll(List.of(lines));
    request.add("write-out = \"\\n" + END + " %{http_code} %{exitcode} %{errormsg}\\n\"");
    requests.add(String.join("\n", request));
    return this;
  }

  static String line(String option, String value) {
    return option + " = \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  List<Answer> send(Restic restic) {
    FileSpec file = Access.file("curl", String.join("\nnext\n", requests) + "\n");
    Restic.Said said =
        restic.say(
            repository,
            List.of("curl", "--disable", "--config", file.path()),
            List.of(file),
            LIMIT);
    List<Answer> answers = new ArrayList<>();
    Matcher answer = ANSWER.matcher(said.out());
    while (answer.find()) {
      answers.add(
          new Answer(
              Integer.parseInt(answer.group(3)),
              Integer.parseInt(answer.group(2)),
              answer.group(1) + "\n" + answer.group(4)));
    }
    while (answers.size() < requests.size()) {
      answers.add(new Answer(Math.max(1, said.exit()), 0, said.err()));
    }
    return answers;
  }

  /** What an answer that is not good means. */
  static Trouble trouble(Answer answer, Trouble otherwise) {
    return switch (answer.exit()) {
      case 0 -> Trouble.in(answer.code()).orElse(byStatus(answer.status(), otherwise));
      case 5, 6 -> Trouble.NO_HOST;
      case 7, 28 -> Trouble.REFUSED;
      case 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91 -> Trouble.TLS;
      case 16, 18, 52, 55, 56, 92 -> Trouble.BROKEN;
      default -> Trouble.in(answer.words()).orElse(otherwise);
    };
  }

  private static Trouble byStatus(int status, Trouble otherwise) {
    return switch (status) {
      case 401 -> Trouble.CREDENTIALS;
      case 403 -> Trouble.DENIED;
      case 507 -> Trouble.FULL;
      default -> status >= 500 ? Trouble.SERVER : otherwise;
    };
  }
}
