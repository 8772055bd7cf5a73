package steading.capsule.repo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Home;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.gateway.tls.InternalCa;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * The recovery kit: one page that, with a repository, is all that recovery needs. A person reads it
 * on paper, {@code stead recover} reads it as a file; so it is both.
 *
 * @param home the id of the installation that it was made in
 * @param authority the installation's own, which browsers were told to trust; null if it has none
 */
public record Kit(
    String home,
    String machine,
    String made,
    List<Repository> repositories,
    InternalCa.@Nullable Root authority) {
  private static final int VERSION = 1;
  private static final String LINE = "# " + "-".repeat(76) + "\n";

  public Kit {
    repositories = List.copyOf(repositories);
  }

  public static Kit of(Home home, String machine, LocalDate today, List<Repository> all) {
    return new Kit(home.id(), machine, today.toString(), all, InternalCa.root(home));
  }

  public String text() {
    StringBuilder text = new StringBuilder(LINE);
    text.append("# STEADING RECOVERY KIT of ").append(machine).append(", ").append(made);
    text.append(
        """

        #
        # With this page and one of the repositories below, everything comes back; without it nobody
        # can read the backups, not even you. Whoever has it can read and delete them. Print it, or
        # keep it in a password safe; never on this machine alone. Make a new one after you add or
        # remove a repository: stead repo kit --output FILE
        #
        # "authority" is what browsers were told to trust. If you type this page and leave it out,
        # there will be a new one, which they must be told to trust again.
        """);
    text.append(LINE);
    text.append(YamlWriter.write(facts()));
    text.append(LINE);
    text.append(
        """
        # On a new machine: install Steading, type this page into a file (chmod 600), and
        #
        #   stead recover NAME --kit FILE      NAME is one of the repositories
        #
        # By hand, with restic 0.16 or later alone:
        #
        """);
    repositories.forEach(each -> text.append(byHand(each)));
    text.append(
        """
        #   restic snapshots                       what there is
        #   restic restore SNAPSHOT --target DIR   gets it; docs/capsule-format.md says what it is
        """);
    text.append(LINE);
    return text.toString();
  }

  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("steading-kit", VERSION);
    facts.put("home", home);
    facts.put("machine", machine);
    facts.put("made", made);
    List<Object> items = new ArrayList<>();
    repositories.forEach(each -> items.add(item(each)));
    facts.put("repositories", items);
    if (authority != null) {
      Map<String, Object> ca = new LinkedHashMap<>();
      ca.put("certificate", authority.certificate());
      ca.put("key", authority.key());
      facts.put("authority", ca);
    }
    return facts;
  }

  private static Map<String, Object> item(Repository repository) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", repository.name());
    item.put("kind", repository.place().kind());
    item.putAll(new TreeMap<>(repository.place().settings()));
    Terms terms = repository.terms();
    if (!terms.hosts().isEmpty()) {
      item.put("resolve", terms.hosts());
    }
    if (terms.authority() != null) {
      item.put("ca", terms.authority());
    }
    item.put("password", repository.password());
    Map<String, String> credentials = new TreeMap<>(repository.secrets());
    credentials.remove(Repository.PASSWORD);
    if (!credentials.isEmpty()) {
      item.put("credentials", credentials);
    }
    return item;
  }

  private static String byHand(Repository repository) {
    String how =
        switch (repository.place()) {
          case Place.Local local -> "export RESTIC_REPOSITORY=" + local.directory();
          case S3 s3 ->
              "export RESTIC_REPOSITORY=s3:"
                  + s3.shown()
                  + "\n#     export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…";
          case Azure azure ->
              "export RESTIC_REPOSITORY=azure:"
                  + azure.container()
                  + ":/"
                  + azure.prefix()
                  + "\n#     export AZURE_ACCOUNT_NAME="
                  + azure.account()
                  + " AZURE_ACCOUNT_KEY=… (or AZURE_ACCOUNT_SAS=…)";
          case Sftp sftp ->
              "export RESTIC_REPOSITORY="
                  + sftp.access(Map.of()).location()
                  + "\n#     (the private key goes to ~/.ssh/id_ed25519, mode 600)";
          case Rest rest ->
              "export RESTIC_REPOSITORY=rest:"
                  + rest.url()
                  + "\n#     export RESTIC_REST_USERNAME=… RESTIC_REST_PASSWORD=… (if it asks)";
        };
    return "#   " + repository.name() + ":\n#     " + how + "\n#     export RESTIC_PASSWORD=…\n";
  }

  /** Reads a kit; all that is wrong with it at once. */
  public static Kit read(Path file) {
    Problems problems = new Problems();
    Node root = Yaml.read(file, problems);
    if (root == null) {
      problems.raiseIfAny();
      throw Problem.usage(
              "kit.empty", file + " is empty", "name the file that stead repo kit wrote")
          .raise();
    }
    Fields fields = Fields.of(root, problems);
    int version = fields.integer("steading-kit", 0);
    if (version != VERSION) {
      fields.problem(
          "steading-kit",
          "kit.unknown",
          "this is no recovery kit of a form that this Steading knows",
          "type the line \"steading-kit: "
              + VERSION
              + "\" as it stands on the page, or use a newer Steading");
    }
    List<Repository> repositories = new ArrayList<>();
    for (Node each : fields.list("repositories")) {
      Repository repository = repository(Fields.of(each, problems));
      if (repository != null) {
        repositories.add(repository);
      }
    }
    Kit kit =
        new Kit(
            fields.requiredText("home"),
            fields.text("machine", ""),
            fields.text("made", ""),
            repositories,
            authority(fields.fields("authority")));
    fields.done();
    problems.raiseIfAny();
    return kit;
  }

  private static InternalCa.@Nullable Root authority(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    InternalCa.Root root =
        new InternalCa.Root(fields.requiredText("certificate"), fields.requiredText("key"));
    fields.done();
    return root;
  }

  private static @Nullable Repository repository(Fields fields) {
    String name = fields.requiredText("name");
    Place place = PlaceReader.read(fields);
    Map<String, String> secrets = new TreeMap<>(fields.textMap("credentials"));
    secrets.put(Repository.PASSWORD, fields.requiredText("password"));
    Terms terms = TermsText.read(fields);
    fields.done();
    return place == null ? null : new Repository(name, place, secrets, terms);
  }

  /** Names nothing: all of it is secret. */
  @Override
  public String toString() {
    return "Kit[" + home + "]";
  }
}
