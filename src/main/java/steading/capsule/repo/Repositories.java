package steading.capsule.repo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Home;
import steading.app.Sealer;
import steading.app.Secrets;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

/**
 * The repositories of an installation, in {@code repositories.yaml}: their order is the order in
 * which the owner prefers them, and a person may change it there. Secrets are sealed.
 */
public final class Repositories {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ABOUT = "repository ";
  private static final int PASSWORD_LENGTH = 40;

  private final Home home;
  private final Sealer sealer;

  public Repositories(Home home) {
    this.home = home;
    this.sealer = Sealer.of(home);
  }

  /** Those that can be used. */
  public synchronized List<Repository> list() {
    return all().stream().filter(Known::finished).map(Known::repository).toList();
  }

  /**
   * @param finished false from the moment that its password is written down until there is a
   *     repository with that password
   */
  private record Known(Repository repository, boolean finished) {}

  public Repository named(String name) {
    List<Repository> all = list();
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Problem.notFound(
                    "repo.not-found",
                    "there is no repository named \"" + name + "\"",
                    Nearest.hint(
                        name,
                        all.stream().map(Repository::name).toList(),
                        "add one: stead repo add local DIRECTORY"))
                .raise());
  }

  /**
   * Writes down one that is to be made: a password that only a killed daemon knew would lock its
   * repository for ever. Whoever begins the same once more gets the same password.
   */
  synchronized Repository begin(
      String name, Place place, Map<String, String> secrets, Terms terms) {
    List<Known> all = new ArrayList<>(all());
    for (Known known : all) {
      if (!known.finished()
          && known.repository().name().equals(name)
          && known.repository().place().equals(place)) {
        // What the owner says this time wins, but not over a password that may be in use there.
        Map<String, String> merged = new TreeMap<>(known.repository().secrets());
        merged.putAll(secrets);
        return new Repository(name, place, merged, terms);
      }
    }
    all.removeIf(known -> !known.finished() && known.repository().name().equals(name));
    refuseTwice(all, name, place);
    Map<String, String> sealed = new TreeMap<>(secrets);
    sealed.computeIfAbsent(Repository.PASSWORD, each -> Secrets.generate(PASSWORD_LENGTH));
    Repository repository = new Repository(name, place, sealed, terms);
    all.add(new Known(repository, false));
    write(all);
    return repository;
  }

  synchronized void finish(Repository repository) {
    List<Known> all = new ArrayList<>(all());
    all.replaceAll(known ->
        known.repository().name().equals(repository.name()) ? new Known(repository, true) : known);
    write(all);
  }

  /** Takes one off the list again; what lies in its place stays. */
  synchronized void forget(String name) {
    List<Known> all = new ArrayList<>(all());
    all.removeIf(known -> known.repository().name().equals(name));
    write(all);
  }

  private static void refuseTwice(List<Known> all, String name, Place place) {
    for (Known known : all) {
      Repository each = known.repository();
      if (each.name().equals(name)) {
        throw Problem.usage(
                "repo.exists",
                "there is a repository named \"" + name + "\" already",
                "choose another name with --name")
            .raise();
      }
      if (each.place().equals(place)) {
        throw Problem.usage(
                "repo.exists",
                place.shown() + " is the repository \"" + each.name() + "\" already",
                "choose another place")
            .raise();
      }
    }
  }

  private List<Known> all() {
    Problems problems = new Problems();
    List<Known> all = read(problems);
    problems.raiseIfAny();
    return all;
  }

  private List<Known> read(Problems problems) {
    if (!Files.exists(home.repositories())) {
      return List.of();
    }
    Node root = Yaml.read(home.repositories(), problems);
    if (root == null) {
      return List.of();
    }
    Fields fields = Fields.of(root, problems);
    List<Known> all = new ArrayList<>();
    for (Node item : fields.list("repositories")) {
      Known known = one(Fields.of(item, problems));
      if (known != null) {
        all.add(known);
      }
    }
    fields.done();
    return all;
  }

  private @Nullable Known one(Fields fields) {
    String name = fields.requiredText("name");
    Place place = PlaceReader.read(fields);
    Map<String, String> secrets = opened(name, fields);
    boolean finished = !fields.bool("unfinished", false);
    Terms terms = TermsText.read(fields);
    fields.done();
    return place == null || secrets == null
        ? null
        : new Known(new Repository(name, place, secrets, terms), finished);
  }

  private @Nullable Map<String, String> opened(String name, Fields fields) {
    try {
      byte[] sealed = Base64.getDecoder().decode(fields.requiredText("sealed"));
      Map<String, String> secrets =
          JSON.readValue(
              sealer.open(ABOUT + name, sealed), new TypeReference<Map<String, String>>() {});
      if (secrets.containsKey(Repository.PASSWORD)) {
        return secrets;
      }
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      // The parser's own message would quote the content.
    }
    fields.problem(
        "sealed",
        "repo.unreadable",
        "the secrets of repository \"" + name + "\" cannot be decrypted",
        "put repositories.yaml and the installation's key back from the same backup; the name is"
            + " part of what is sealed and cannot be changed");
    return null;
  }

  private void write(List<Known> all) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (Known known : all) {
      Repository each = known.repository();
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("name", each.name());
      item.put("kind", each.place().kind());
      item.putAll(new TreeMap<>(each.place().settings()));
      item.putAll(TermsText.write(each.terms()));
      item.put("sealed", sealed(each));
      if (!known.finished()) {
        item.put("unfinished", true);
      }
      items.add(item);
    }
    Path file = home.repositories();
    String head =
        "# Where the backups go. The first is used unless a command names another; the order is yours.\n";
    try {
      Durable.write(file, head + YamlWriter.write(Map.of("repositories", items)));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private String sealed(Repository repository) {
    try {
      byte[] plain = JSON.writeValueAsBytes(new TreeMap<>(repository.secrets()));
      return Base64.getEncoder().encodeToString(sealer.seal(ABOUT + repository.name(), plain));
    } catch (IOException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }

  private static ProblemException unwritable(Path file, IOException e) {
    return Problem.failed(
            "repo.unwritable",
            file + " cannot be written",
            "make room on the disk and check who owns the directory")
        .because(e.toString())
        .raise();
  }
}
