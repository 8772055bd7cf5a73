package steading.capsule.repo;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steading.capsule.repo.Survey.Findings;
import steading.engine.ContainerSpec.FileSpec;
import steading.problem.Problem;

/** Tries out a server of SFTP, and learns its key. */
final class SftpSurvey {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Which key is taken of those that a server shows. */
  private static final List<String> TYPES =
      List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp521", "ssh-rsa");

  private static final Pattern FREE = Pattern.compile("(?m)^ *\\d+ +\\d+ +(\\d+) +\\d+ +\\d+% *$");

  private final Restic restic;
  private final Repository repository;
  private final Sftp place;

  SftpSurvey(Restic restic, Repository repository, Sftp place) {
    this.restic = restic;
    this.repository = repository;
    this.place = place;
  }

  /** The key that the server shows now, as {@code TYPE BASE64}. */
  String hostKey() {
    Restic.Said said =
        say(
            List.of("ssh-keyscan", "-T", "15", "-p", Integer.toString(place.port()), place.host()),
            List.of());
    List<String> keys =
        said.out()
            .lines()
            .filter(line -> !line.startsWith("#") && line.split(" ", -1).length >= 3)
            .map(line -> line.substring(line.indexOf(' ') + 1))
            .toList();
    for (String type : TYPES) {
      for (String key : keys) {
        if (key.startsWith(type + " ")) {
          return key;
        }
      }
    }
    Trouble trouble = Trouble.in(said.err()).orElse(Trouble.REFUSED);
    throw trouble.problem(ResticExit.named(repository)).because(said.err().strip()).raise();
  }

  /** As ssh and its server's administrator show it. */
  static String fingerprint(String hostKey) {
    try {
      byte[] blob = Base64.getDecoder().decode(hostKey.split(" ", 2)[1]);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw Problem.usage(
              "repo.host-key",
              "that is no host key",
              "give it as it stands in /etc/ssh/ssh_host_ed25519_key.pub")
          .raise();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  Findings look(boolean writing) {
    List<String> batch = new ArrayList<>(List.of("pwd"));
    String name = Survey.name();
    if (writing) {
      directories(batch);
      batch.add("cd \"" + place.path() + "\"");
      batch.add("put " + Access.FILES + "probe " + name);
      batch.add("get " + name + " /tmp/probe");
      batch.add("rm " + name);
      // Not every server can say how much room there is.
      batch.add("-df");
    }
    List<String> arguments = new ArrayList<>(List.of("sftp", "-b", Access.FILES + "batch"));
    arguments.addAll(Sftp.arguments());
    arguments.addAll(List.of("-P", Integer.toString(place.port())));
    String host = place.host().contains(":") ? "[" + place.host() + "]" : place.host();
    arguments.add(place.user() + "@" + host);
    Restic.Said said =
        say(
            arguments,
            List.of(
                Access.file("batch", String.join("\n", batch) + "\n"),
                Access.file("probe", "steading".repeat(4096))));
    if (said.exit() != 0) {
      return Findings.bad(trouble(said.err()), said.err());
    }
    Matcher free = FREE.matcher(said.out());
    return Findings.good(
        free.find() ? OptionalLong.of(Long.parseLong(free.group(1)) * 1024) : OptionalLong.empty());
  }

  /** Those on the way, too; that one is there already is no failure. */
  private void directories(List<String> batch) {
    StringBuilder path = new StringBuilder(place.path().startsWith("/") ? "/" : "");
    for (String part : place.path().split("/", -1)) {
      if (!part.isEmpty()) {
        path.append(path.isEmpty() || path.toString().equals("/") ? "" : "/").append(part);
        batch.add("-mkdir \"" + path + "\"");
      }
    }
  }

  /** A disk that is full is nothing but a "failure" in this protocol. */
  private static Trouble trouble(String words) {
    String told =
        words
            .lines()
            .filter(line -> !line.contains("mkdir"))
            .reduce("", (before, line) -> before + line + "\n");
    if (told.matches("(?is).*\\b(write|close|upload)\\b.*: failure.*")) {
      return Trouble.FULL;
    }
    return Trouble.in(told).orElse(Trouble.DENIED);
  }

  private Restic.Said say(List<String> argv, List<FileSpec> files) {
    return restic.say(repository, argv, files, LIMIT);
  }
}
