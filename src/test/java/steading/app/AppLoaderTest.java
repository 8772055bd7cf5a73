package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Exit;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.RouteOptions;

class AppLoaderTest {
  private static final String RECIPE =
      """
      title: Shop
      versions:
        - {version: "2", variables: {SHOP_VERSION: "2"}}
        - {version: "1", variables: {SHOP_VERSION: "1"}, withdrawn: true, notes: It loses orders.}
      settings:
        greeting: {default: Welcome, max: 20}
        owner: {type: email, required: true}
        smtp_password: {secret: true}
      secrets:
        db_password: {variable: SHOP_DB_PASSWORD}
      services: {db: {role: database, single: true}}
      routes:
        - {service: web, port: 80}
        - {service: web, port: 81, prefix: db}
      """;
  private static final String COMPOSE =
      """
      services:
        web:
          image: shop:${SHOP_VERSION}
          environment: {GREETING: "${GREETING}", URL: "${STEADING_URL:-}", HOST: "${STEADING_HOST:-}"}
          secrets: [db_password]
        db: {image: db}
      secrets:
        db_password: {environment: SHOP_DB_PASSWORD}
      """;

  @TempDir private Path directory;
  private AppStore store;
  private Secrets secrets;
  private AppLoader loader;

  @BeforeEach
  void open() throws IOException {
    Path recipe = Files.createDirectories(directory.resolve("recipes/shop"));
    Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
    Files.writeString(recipe.resolve("compose.yaml"), COMPOSE);
    Home home = new Home(directory, "abc123", 80, 8443, null, directory.resolve("recipes"));
    store = new AppStore(home);
    secrets = new Secrets(home);
    loader = new AppLoader(home, store, secrets);
  }

  @Test
  void theProjectIsResolvedWithTheOwnersChoices() {
    store.create(app(Map.of("owner", "a@example.org")));

    LoadedApp loaded = loader.load(store.load("shop"));

    assertThat(loaded.version().version()).isEqualTo("2");
    assertThat(loaded.url()).isEqualTo("https://shop.example.org:8443");
    assertThat(loaded.project().services().get("web").image()).isEqualTo("shop:2");
    assertThat(loaded.project().services().get("web").program().environment())
        .containsEntry("GREETING", "Welcome")
        .containsEntry("URL", "https://shop.example.org:8443")
        .containsEntry("HOST", "shop.example.org");
    assertThat(loaded.variables()).containsEntry("STEADING_HTTPS_PORT", "8443");
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void secretsReachTheirVariablesAndNothingElse() {
    store.create(app(Map.of("owner", "a@example.org")));
    secrets.set("shop", "smtp_password", "canary");

    LoadedApp loaded = loader.load(store.load("shop"));

    String generated = secrets.get("shop", "db_password").orElseThrow();
    assertThat(loaded.secretValues())
        .containsEntry("SHOP_DB_PASSWORD", generated)
        .containsEntry("SMTP_PASSWORD", "canary");
    assertThat(loaded.project().toString()).doesNotContain(generated, "canary");
    assertThat(loaded.toString()).doesNotContain(generated, "canary");
    assertThat(loaded.variables()).doesNotContainKeys("SHOP_DB_PASSWORD", "SMTP_PASSWORD");
  }

  @Test
  void aSecretThatComposeInterpolatesIsWarnedAbout() throws IOException {
    compose(COMPOSE.replace("GREETING}", "SHOP_DB_PASSWORD}"));
    store.create(app(Map.of("owner", "a@example.org")));

    LoadedApp loaded = loader.load(store.load("shop"));

    assertThat(loaded.warnings()).extracting(Problem::code).containsExactly("secret.interpolated");
  }

  @Test
  void anAppThatWasNotCreatedYetLeavesNothingBehind() {
    LoadedApp loaded = loader.load(app(Map.of("owner", "a@example.org")));

    assertThat(loaded.secretValues()).containsKey("SHOP_DB_PASSWORD");
    assertThat(directory.resolve("apps")).doesNotExist();
  }

  @Test
  void everythingThatDoesNotFitIsToldAtOnceWithItsPlace() throws IOException {
    store.create(app(Map.of("owner", "a@example.org")));
    Files.writeString(
        directory.resolve("apps/shop/app.yaml"),
        """
        recipe: shop
        version: "3"
        settings:
          greting: x
          owner: nobody
          smtp_password: in the clear
          db_password: chosen
        """);

    ProblemException refused = refusal(store.load("shop"));

    assertThat(refused.problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "app.unknown-version",
            "setting.unknown",
            "setting.bad-value",
            "setting.secret-in-file",
            "setting.generated");
    assertThat(refused)
        .hasMessageContaining("app.yaml:2:10 the recipe shop has no version \"3\"; newest is 2.")
        .hasMessageContaining("did you mean greeting?");
    assertThat(refused.getMessage()).doesNotContain("in the clear");
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void aMissingRequiredSettingSaysHowToGiveIt() {
    assertThat(refusal(app(Map.of()))).hasMessageContaining("--set owner=");
  }

  @Test
  void theOwnersAddressReachesTheAppWhereItsAdministratorNeedsOne() throws IOException {
    Path recipe = directory.resolve("recipes/shop/recipe.yaml");
    Files.writeString(
        recipe, RECIPE + "admin: {name: '${STEADING_EMAIL}', password: db_password}\n");
    App without = app(Map.of("owner", "a@example.org"));
    assertThat(refusal(without)).hasMessageContaining("--email");

    LoadedApp loaded =
        loader.load(
            new App(
                "shop",
                "shop",
                "2",
                without.hosts(),
                "me@example.org",
                without.settings(),
                Map.of(),
                true));

    assertThat(loaded.variables()).containsEntry("STEADING_EMAIL", "me@example.org");
    assertThat(loaded.admin()).extracting(Recipe.Admin::name).isEqualTo("me@example.org");
  }

  @Test
  void anUnknownRecipeIsNotFound() {
    App app = app(Map.of());
    App other = new App("shop", "shpo", "1", app.hosts(), null, Map.of(), Map.of(), true);

    assertThat(refusal(other).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(refusal(other)).hasMessageContaining("did you mean shop?");
  }

  @Test
  void scaleIsForServicesThatMayRunTwice() {
    App app = app(Map.of("owner", "a@example.org")).withScale(scale("web", 2, "db", 2, "wbe", 1));

    assertThat(refusal(app).problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder("app.single-service", "app.unknown-service");
  }

  @Test
  void aHostLeadsToOneAppItsSideDoorsIncluded() {
    store.create(app(Map.of("owner", "a@example.org")));
    for (String host : List.of("shop.example.org", "db.shop.example.org")) {
      App other =
          new App(
              "other", "shop", "2", List.of(host), null, Map.of("owner", "a@b.c"), Map.of(), true);
      if (host.startsWith("db.")) {
        store.save(app(Map.of("owner", "a@example.org")));
        store.create(other);
        assertThat(refusal(store.load("shop"))).hasMessageContaining("leads to the app other");
      } else {
        assertThat(refusal(other)).hasMessageContaining("leads to the app shop");
      }
    }
  }

  @Test
  void anAliasOfOneAppCannotBeTheHostOfAnother() {
    store.create(app(Map.of("owner", "a@example.org")));
    App other =
        new App(
            "other",
            "shop",
            "2",
            List.of("shop.example.org"),
            null,
            Map.of("owner", "a@b.c"),
            Map.of(),
            true);
    Front front =
        new Front(null, Front.Www.TO_BARE, List.of(), null, false, null, List.of(), Map.of());

    assertThat(refusal(other.withFront(front))).hasMessageContaining("the host shop.example.org");
    App alias =
        other
            .withHosts(List.of("other.example.org"))
            .withFront(
                new Front(
                    null,
                    Front.Www.AS_LISTED,
                    List.of("shop.example.org"),
                    null,
                    false,
                    null,
                    List.of(),
                    Map.of("nobody", RouteOptions.NONE)));
    assertThat(refusal(alias).problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder("app.unknown-route", "app.host-taken");
  }

  @Test
  void aWithdrawnVersionAndAMissingHostAreWarnedAbout() {
    App app =
        new App("shop", "shop", "1", List.of(), null, Map.of("owner", "a@b.c"), Map.of(), true);

    LoadedApp loaded = loader.load(app);

    assertThat(loaded.url()).isNull();
    assertThat(loaded.warnings())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder("version.withdrawn", "app.no-host");
  }

  @Test
  void choicesAreSortedByWhereTheyAreKept() {
    Problems problems = new Problems();
    var recipe = loader.catalog().find("shop", problems).orElseThrow();

    Choices choices =
        Choices.of(recipe, Map.of("greeting", "Hi", "smtp_password", "canary", "x", "y"), problems);

    assertThat(choices.settings()).containsOnlyKeys("greeting");
    assertThat(choices.secrets()).containsOnlyKeys("smtp_password");
    assertThat(choices.toString()).doesNotContain("canary");
    assertThat(problems.list()).extracting(Problem::code).containsExactly("setting.unknown");
  }

  @Test
  void whatIsWrongWithTheComposeFileIsToldAsWell() throws IOException {
    compose("services: []\n");

    assertThat(refusal(app(Map.of("owner", "a@example.org"))))
        .hasMessageContaining("compose.yaml:1:");
  }

  private void compose(String text) throws IOException {
    Files.writeString(directory.resolve("recipes/shop/compose.yaml"), text);
  }

  private ProblemException refusal(App app) {
    try {
      loader.load(app);
    } catch (ProblemException e) {
      return e;
    }
    throw new AssertionError("nothing was refused");
  }

  private static App app(Map<String, String> settings) {
    return new App(
        "shop", "shop", "2", List.of("shop.example.org"), null, settings, Map.of(), true);
  }

  private static Map<String, Integer> scale(Object... pairs) {
    Map<String, Integer> scale = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      scale.put((String) pairs[i], (Integer) pairs[i + 1]);
    }
    return scale;
  }
}
