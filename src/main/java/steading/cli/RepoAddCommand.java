package steading.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.capsule.repo.PlaceWords;
import steading.cli.view.RepositoryText;
import steading.daemon.Requests;
import steading.problem.Problem;

/** Make a repository for backups. */
final class RepoAddCommand extends Command {
  private static final int DAY = 86_400;

  private final Parameter kind =
      required("KIND", "What kind of place: local, s3, azure, sftp or rest.");
  private final Parameter place =
      required("PLACE", "Where: a directory, a URL, ACCOUNT/CONTAINER, or USER@HOST:/DIRECTORY.");
  private final Parameter called =
      option("NAME", "What it is called (default: its kind).", "--name");
  private final Parameter credentials =
      option(
          "FILE",
          "What the server asks for, name = value a line (sftp: the private key); - reads it from"
              + " standard input.",
          "--credentials");
  private final Parameter passwordFile =
      option("FILE", "The password of a repository that is there already.", "--password-file");
  private final Parameter region = option("REGION", "The bucket's region (s3).", "--region");
  private final Parameter hostKey =
      option(
          "KEY", "The key that the server must show, as ssh-ed25519 AAAA… (sftp).", "--host-key");
  private final Parameter ca =
      option("FILE", "Certificate of the authority that vouches for the server.", "--ca");
  private final Parameter apps =
      options("APP", "Only this app's capsules go there; may be repeated.", "--app");
  private final Parameter upload =
      option("KIB", "Send no more than this many KiB a second.", "--limit-upload");
  private final Parameter download =
      option("KIB", "Fetch no more than this many KiB a second.", "--limit-download");
  private final Parameter patience =
      option(
          "SECONDS",
          "How long the server may fail before an attempt ends (default: 300).",
          "--patience");
  private final Parameter resolve =
      options("NAME=ADDRESS", "Where a name is that no name server knows.", "--resolve");

  RepoAddCommand() {
    super("repo add", "Make a repository for backups.");
    examples(
        "stead repo add local /mnt/backup",
        "stead repo add s3 https://s3.example.org/stead --credentials ./s3.txt",
        "stead repo add azure mystorage/stead --credentials - < azure.txt",
        "stead repo add sftp backup@nas.example.org:/srv/stead --credentials ~/.ssh/stead",
        "stead repo add rest https://backup.example.org:8000/stead/ --ca ./ca.pem");
  }

  @Override
  int run(Session session) {
    String password =
        passwordFile.text() == null
            ? null
            : CredentialFile.text(passwordFile.required(), session.terminal()).strip();
    Map<String, String> given =
        new LinkedHashMap<>(
            CredentialFile.read(
                PlaceWords.credentials(kind.required()), credentials.text(), session.terminal()));
    return session.ask(
        new Requests.RepoAdd(
            kind.required(),
            absolute(),
            called.text(),
            given,
            password,
            region.text(),
            hostKey.text(),
            ca.text() == null ? null : CredentialFile.text(ca.required(), session.terminal()),
            number("--limit-upload", upload.text()),
            number("--limit-download", download.text()),
            number("--patience", patience.text()),
            apps.all(),
            Pairs.of(resolve.all())),
        new RepositoryText());
  }

  private static int number(String option, @Nullable String text) {
    if (text == null) {
      return 0;
    }
    int number = text.matches("\\d{1,8}") ? Integer.parseInt(text) : 0;
    if (number < 1 || (option.equals("--patience") && number > DAY)) {
      throw Problem.usage("usage", option + " needs a whole number", "write " + option + " 1000")
          .raise();
    }
    return number;
  }

  /** The daemon stands in another directory. */
  private String absolute() {
    String text = place.required();
    return kind.required().equals("local") && text.indexOf('\0') < 0
        ? Path.of(text).toAbsolutePath().normalize().toString()
        : text;
  }
}
