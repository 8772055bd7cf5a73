package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.compose.FileSource;
import steading.compose.Service;
import steading.compose.Storage.Mount;
import steading.problem.Problem;
import steading.problem.ProblemException;

class ImporterTest {
  private static final String COMPOSE =
      """
      services:
        web:
          image: nginx:${TAG}
          build: ./web
          ports: ["8080:80", "8443:443"]
          env_file: [web.env]
          environment: {TOKEN: "${API_TOKEN}"}
          configs: [motd]
          volumes:
            - ./nginx.conf:/etc/nginx.conf:ro
            - cache:/cache
        db:
          extends: {file: common/base.yaml, service: db}
          ports: ["5432:5432"]
      volumes: {cache: }
      configs: {motd: {file: ./motd.txt}}
      """;

  @TempDir private Path directory;
  private Path stack;
  private Home home;
  private AppStore store;
  private AppLoader loader;
  private Importer importer;

  @BeforeEach
  void open() throws IOException {
    stack = Files.createDirectories(directory.toRealPath().resolve("srv/stack"));
    write("compose.yaml", COMPOSE);
    write("common/base.yaml", "services: {db: {image: postgres}}\n");
    write(".env", "TAG=1.27\nAPI_TOKEN='s3cret'\n");
    write("web.env", "COLOUR=blue\n");
    write("motd.txt", "hello");
    write("nginx.conf", "worker_processes 1;");
    write("web/Dockerfile", "FROM nginx\n");
    write("web/src/index.html", "x");
    home = new Home(directory.resolve("home"), "abc123", 80, 443, null, directory.resolve("none"));
    store = new AppStore(home);
    loader = new AppLoader(home, store, new Secrets(home));
    importer = new Importer(home);
  }

  @Test
  void laterEditsOfTheOriginalDoNotMatter() throws IOException {
    String reference = importer.copy(app(), wish(null, null));
    for (String file :
        List.of(
            "compose.yaml",
            ".env",
            "web.env",
            "motd.txt",
            "nginx.conf",
            "web/Dockerfile",
            "common/base.yaml")) {
      Files.delete(stack.resolve(file));
    }

    LoadedApp loaded = loader.permitted(app().withRecipe(reference));

    Service web = Objects.requireNonNull(loaded.project().services().get("web"));
    assertThat(web.image()).isEqualTo("nginx:1.27");
    assertThat(web.program().environment())
        .containsEntry("COLOUR", "blue")
        .containsEntry("TOKEN", "s3cret");
    assertThat(Objects.requireNonNull(web.build()).context().resolve("src/index.html")).exists();
    Mount conf = web.storage().mounts().getFirst();
    assertThat(Path.of(Objects.requireNonNull(conf.source()))).hasContent("worker_processes 1;");
    FileSource.FromFile motd =
        (FileSource.FromFile) Objects.requireNonNull(loaded.project().configs().get("motd"));
    assertThat(motd.file()).hasContent("hello");
  }

  @Test
  void theVariablesAreSettingsAndTellNoSecret() {
    String reference = importer.copy(app(), wish(null, null));
    LoadedApp loaded = loader.load(app().withRecipe(reference).withSettings(Map.of("tag", "2")));

    assertThat(loaded.recipe().settings()).containsOnlyKeys("tag", "api_token");
    assertThat(Objects.requireNonNull(loaded.recipe().settings().get("api_token")).fallback())
        .isNull();
    assertThat(Objects.requireNonNull(loaded.project().services().get("web")).image())
        .isEqualTo("nginx:2");
  }

  @Test
  void whatHoldsSecretsIsClosedToOthers() throws IOException {
    String reference = importer.copy(app(), wish(null, null));

    Path copies = directory.resolve("home/apps/shop").resolve(reference).resolve("files");
    try (var files = Files.walk(copies)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith("env"))
                  .map(ImporterTest::permissions)
                  .distinct())
          .containsExactly("rw-------");
    }
    assertThat(permissions(directory.resolve("home/apps/shop"))).isEqualTo("rwx------");
  }

  @Test
  void portsStayClosedUntilTheyAreGranted() {
    String reference = importer.copy(app(), wish(null, null));
    LoadedApp closed = loader.permitted(app().withRecipe(reference));
    LoadedApp open =
        loader.permitted(app().withRecipe(reference).withGrants(Set.of("publish=8080")));

    assertThat(closed.project().services().values())
        .allMatch(service -> service.wiring().ports().isEmpty());
    assertThat(closed.warnings())
        .extracting(Problem::text)
        .anySatisfy(text ->
            assertThat(text)
                .contains("port 8080 stays closed", "stead set shop grant.publish=8080"));
    assertThat(Objects.requireNonNull(open.project().services().get("web")).wiring().ports())
        .hasSize(1);
  }

  @Test
  void theRouteLeadsToTheOnePortThatABrowserWouldTry() {
    String reference = importer.copy(app(), wish(null, null));

    assertThat(loader.load(app().withRecipe(reference)).recipe().routes())
        .extracting(route -> route.service() + ":" + route.port())
        .containsExactly("web:80");
  }

  @Test
  void severalPortsAreAQuestion() throws IOException {
    write(
        "compose.yaml",
        "services: {a: {image: x, ports: ['80:80']}, b: {image: x, ports: ['81:3000']}}\n");

    assertThatThrownBy(() -> importer.copy(app(), wish(null, null)))
        .hasMessageContaining("--service a --port 80, or --service b --port 3000");
    assertThat(importer.copy(app(), wish("b", null))).isEqualTo("./compose/1");
    assertThat(importer.copy(app(), wish("b", 4000))).isEqualTo("./compose/2");
    assertThat(importer.copy(app().withHosts(List.of()), wish(null, null)))
        .isEqualTo("./compose/3");
  }

  @ParameterizedTest
  @CsvSource({
    "'volumes: [./data:/data]', 'host-mount=STACK/data'",
    "'volumes: [/srv/x:/data]', 'host-mount=/srv/x'",
    "'env_file: [../shared.env]', 'env-file=OUT/shared.env'",
    "'build: ../other', 'build-context=OUT/other'",
    "'privileged: true', 'privileged=web'"
  })
  void whatLiesOutsideNeedsAGrantAndStaysWhereItIs(String keys, String grantOf) throws IOException {
    write("compose.yaml", "services:\n  web:\n    image: x\n    " + keys + "\n");
    write("../shared.env", "SHARED=1\n");
    write("../other/Dockerfile", "FROM x\n");
    write("data/rows", "");
    App app = app().withHosts(List.of());
    String grant =
        grantOf
            .replace("STACK", stack.toString())
            .replace("OUT", Objects.requireNonNull(stack.getParent()).toString());

    assertThatThrownBy(() -> importer.copy(app, wish(null, null)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .extracting(Problem::text)
                    .asString()
                    .contains(stack + "/compose.yaml:", "grant." + grant));
    App granted = app.withGrants(Set.of(grant));
    App imported = granted.withRecipe(importer.copy(granted, wish(null, null)));
    assertThat(loader.permitted(imported).warnings())
        .noneMatch(warning -> warning.code().equals("grant.idle"));
    assertThatThrownBy(() -> loader.permitted(imported.withGrants(Set.of())))
        .hasMessageContaining("grant." + grant);
    assertThat(directory.resolve("home/apps/shop/compose/1/files" + stack + "/data"))
        .doesNotExist();
  }

  @Test
  void aLinkOutOfTheProjectIsNotFollowed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "deep");
    Files.createSymbolicLink(stack.resolve("web/link"), secret);
    String reference = importer.copy(app(), wish(null, null));

    Path copied = directory.resolve("home/apps/shop").resolve(reference);
    assertThat(copied.resolve("files" + stack + "/web/link")).isSymbolicLink();

    Files.delete(stack.resolve("nginx.conf"));
    Files.createSymbolicLink(stack.resolve("nginx.conf"), secret);
    assertThatThrownBy(() -> importer.copy(app(), wish(null, null)))
        .hasMessageContaining("grant.host-mount=");
  }

  @Test
  void anotherStacksNamesNeedTheirGrant() {
    Adoption adoption = new Adoption("legacy", List.of("web"), Set.of());
    App imported = app().withRecipe(importer.copy(app(), wish(null, null).adopting(adoption)));

    assertThatThrownBy(() -> loader.permitted(imported)).hasMessageContaining("grant.adopt=legacy");
    assertThat(loader.permitted(imported.withGrants(Set.of("adopt=legacy"))).warnings())
        .noneMatch(warning -> warning.code().equals("grant.idle"));
  }

  @Test
  void anImportThatNoAppNamesOwnsNothing() {
    Adoption adoption = new Adoption("legacy", List.of("web"), Set.of());
    String reference = importer.copy(app(), wish(null, null).adopting(adoption));
    assertThat(Imported.adoption(home, "shop")).isEmpty();

    // As an app of the same name that is made of something else.
    store.create(app().withRecipe("hello"));
    assertThat(Imported.adoption(home, "shop")).isEmpty();

    store.save(app().withRecipe(reference));
    assertThat(Imported.adoption(home, "shop")).contains(adoption);
  }

  @Test
  void whatWasAppliedIsOwnedEvenIfTheFileCannotBeReadAnyMore() throws IOException {
    Adoption adoption = new Adoption("legacy", List.of("web"), Set.of());
    App shop = app().withRecipe(importer.copy(app(), wish(null, null).adopting(adoption)));
    String other = importer.copy(app(), wish(null, null));
    store.create(shop);
    Path file = directory.resolve("home/apps/shop/app.yaml");

    Files.writeString(file, "recipe: [");
    assertThat(Imported.adoption(home, "shop")).as("the newest import").isEmpty();
    store.record(shop, Map.of(), List.of(), "test", "test");
    assertThat(Imported.adoption(home, "shop")).contains(adoption);
    Files.writeString(file, AppFile.text(app().withRecipe(other)));
    assertThat(Imported.adoption(home, "shop")).contains(adoption);
    Files.delete(file);
    assertThat(Imported.adoption(home, "shop")).contains(adoption);
  }

  @Test
  void aStackBelongsToOneAppOnly() {
    Adoption adoption = new Adoption("legacy", List.of("web"), Set.of());
    App first = adopting("shop", adoption);
    App second = adopting("shop2", adoption);
    store.create(first);
    store.record(first, Map.of(), List.of(), "test", "test");

    assertThatThrownBy(() -> loader.permitted(second))
        .hasMessageContaining("the app shop has taken over the Compose project legacy");
    assertThat(loader.permitted(first).app()).isEqualTo(first);

    store.trash("shop", List.of("legacy_cache"));
    assertThat(Claims.removed(home, "shop2", "legacy").map(Problem::text).orElse(""))
        .contains("stead restore shop");
    assertThat(Claims.removed(home, "shop2", "other")).isEmpty();

    // As somebody does who made the second app before anybody asked about the trash.
    store.create(second);
    assertThatThrownBy(() -> store.restore("shop")).hasMessageContaining("the app shop2");
    assertThat(store.trashed("shop")).isPresent();
    store.trash("shop2", List.of());
    assertThat(store.restore("shop")).isEqualTo(first);
  }

  private App adopting(String name, Adoption adoption) {
    App app =
        new App(
            name,
            "",
            Imported.VERSION,
            List.of(name + ".localhost"),
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of(adoption.grant()),
            true);
    return app.withRecipe(importer.copy(app, wish(null, null).adopting(adoption)));
  }

  @Test
  void whatAKilledImportLeftBehindIsSweptAwayUnlessAnAppNeedsIt() {
    importer.copy(app(), wish(null, null));
    importer.sweep(Set.of("shop"));
    assertThat(directory.resolve("home/apps/shop/compose/1")).isDirectory();

    importer.sweep(Set.of());
    assertThat(directory.resolve("home/apps/shop")).doesNotExist();

    store.create(app().withRecipe(importer.copy(app(), wish(null, null))));
    importer.sweep(Set.of());
    assertThat(directory.resolve("home/apps/shop/compose/1")).isDirectory();
  }

  @Test
  void aCopyThatCameToNothingIsTakenAway() {
    importer.discard("shop", importer.copy(app(), wish(null, null)));

    assertThat(directory.resolve("home/apps/shop")).doesNotExist();
  }

  @Test
  void aDirectoryStandsForTheFilesThatComposeWouldFind() throws IOException {
    write("compose.override.yaml", "services: {}\n");

    assertThat(Importer.files(stack))
        .containsExactly(stack.resolve("compose.yaml"), stack.resolve("compose.override.yaml"));

    Files.delete(stack.resolve("compose.yaml"));
    for (String name : List.of("docker-compose", "compose.override")) {
      write(name + ".yaml", "services: {}\n");
      write(name + ".yml", "services: {}\n");
    }
    assertThat(Importer.files(stack))
        .containsExactly(
            stack.resolve("docker-compose.yml"), stack.resolve("compose.override.yml"));
  }

  private Importer.Wish wish(@Nullable String service, @Nullable Integer port) {
    return new Importer.Wish(
        stack, List.of(stack.resolve("compose.yaml")), List.of(), service, port, null);
  }

  private static App app() {
    return new App(
        "shop", "", Imported.VERSION, List.of("shop.localhost"), null, Map.of(), Map.of(), true);
  }

  private void write(String name, String text) throws IOException {
    Path file = stack.resolve(name).normalize();
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
