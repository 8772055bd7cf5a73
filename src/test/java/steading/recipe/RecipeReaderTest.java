package steading.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe.Replace;
import steading.recipe.Recipe.When;

class RecipeReaderTest {
  private static final String MINIMAL =
      """
      title: Small
      versions:
        - version: "1"
      """;
  private static final String TWO_SERVICES =
      """
      services:
        web: {image: a, expose: ["8000"]}
        db: {image: b}
      """;

  @TempDir private Path directory;

  private final Problems problems = new Problems();

  @Test
  void theHelloRecipeIsReadInFull() {
    Path hello = Path.of(System.getProperty("steading.source"), "recipes", "hello");

    Recipe recipe = RecipeReader.read(hello, problems);

    assertThat(problems.list()).filteredOn(p -> !p.code().equals("recipe.no-compose")).isEmpty();
    assertThat(recipe.name()).isEqualTo("hello");
    assertThat(recipe.newest().version()).isEqualTo("2.0.0");
    assertThat(recipe.version("2.0.0").orElseThrow().from()).containsExactly("1.0.0");
    assertThat(recipe.version("2.1.0").orElseThrow().withdrawn()).isTrue();
    assertThat(recipe.settings().get("greeting").variable()).isEqualTo("HELLO_GREETING");
    assertThat(recipe.secrets()).containsOnlyKeys("db_password", "secret_key", "admin_password");
    assertThat(recipe.role("db").orElseThrow().replace()).isEqualTo(Replace.STOP_FIRST);
    assertThat(recipe.role("web").orElseThrow().drain()).isEqualTo(Duration.ofSeconds(30));
    assertThat(recipe.routes()).containsExactly(new Recipe.RouteRule("web", 8000, "/", ""));
    assertThat(recipe.tasks())
        .extracting(Recipe.Task::when)
        .containsExactly(When.VERSION, When.INSTALL);
    assertThat(recipe.job("tidy").orElseThrow().schedule()).isEqualTo("*/15 * * * *");
  }

  @Test
  void everyRecipeInTheTreeIsFreeOfProblems() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("steading.source"), "recipes"))) {
      for (Path recipe : all.filter(RecipeReader::isRecipe).toList()) {
        RecipeReader.read(recipe, problems);
        assertThat(problems.list()).as(recipe.toString()).isEmpty();
      }
    }
  }

  @Test
  void anAdminMayLogInAtASideDoorThatThereIs() throws IOException {
    String rest =
        "secrets: {password: {}}\nroutes: [{service: web, port: 80}, {service: web, port: 81, prefix: db}]\n";
    Files.writeString(directory.resolve("compose.yaml"), TWO_SERVICES);
    recipe(MINIMAL + rest + "admin: {name: web, password: password, prefix: db}\n");
    Recipe recipe = RecipeReader.read(directory, problems);
    assertThat(problems.list()).isEmpty();
    assertThat(Objects.requireNonNull(recipe.admin()).prefix()).isEqualTo("db.");

    recipe(MINIMAL + rest + "admin: {name: web, password: password, prefix: bd}\n");
    RecipeReader.read(directory, problems);
    assertThat(codes()).containsExactly("recipe.unknown-prefix");
  }

  @Test
  void aSideDoorOpensBesideHostsButNotBesideTheirSubdomains() {
    Recipe.RouteRule door = new Recipe.RouteRule("web", 81, "/", "db.");
    assertThat(door.hosts(List.of("shop.org", "www.shop.org", "shop.net")))
        .containsExactly("db.shop.org", "db.shop.net");
    assertThat(door.hosts(List.of("www.shop.org"))).containsExactly("db.www.shop.org");
    assertThat(new Recipe.RouteRule("web", 80, "/", "").hosts(List.of("a.b", "c.a.b")))
        .containsExactly("a.b", "c.a.b");
  }

  @Test
  void overlaysSayWhereTheOwnersFilesGo() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), TWO_SERVICES);
    recipe(
        MINIMAL
            + "overlays: {settings: {services: [web], directory: /etc/shop/own, pattern: '[a-z]+\\.py'}}\n");
    Recipe recipe = RecipeReader.read(directory, problems);
    assertThat(problems.list()).isEmpty();
    assertThat(recipe.overlays())
        .containsExactly(
            new Recipe.Overlay("settings", List.of("web"), "/etc/shop/own", "[a-z]+\\.py", ""));

    recipe(
        MINIMAL
            + "overlays: {Bad: {services: [wbe], directory: /etc/../own, pattern: '['}, bare: {}}\n");
    RecipeReader.read(directory, problems);
    assertThat(codes())
        .containsExactlyInAnyOrder(
            "recipe.bad-name",
            "recipe.unknown-service",
            "recipe.bad-directory",
            "recipe.bad-pattern",
            "yaml.missing-key",
            "yaml.missing-key");
  }

  @Test
  void aComposeFileAloneIsARecipeWithOneVersionAndItsOnlyPortAsRoute() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), TWO_SERVICES);

    Recipe recipe = RecipeReader.read(directory, problems);

    assertThat(problems.list()).isEmpty();
    assertThat(recipe.name()).isEqualTo(directory.getFileName().toString());
    assertThat(recipe.newest().version()).isEqualTo("unversioned");
    assertThat(recipe.routes()).containsExactly(new Recipe.RouteRule("web", 8000, "/", ""));
  }

  @Test
  void aPortIsFoundHoweverComposeWritesIt() throws IOException {
    for (String ports :
        List.of(
            "['80']",
            "[80]",
            "['8080:80']",
            "['127.0.0.1:8080:80/tcp']",
            "['${PORT:-8080}:80']",
            "[{target: 80, published: '8080'}]")) {
      Files.writeString(
          directory.resolve("compose.yaml"), "services: {web: {image: a, ports: " + ports + "}}\n");
      assertThat(RecipeReader.read(directory, problems).routes())
          .as(ports)
          .containsExactly(new Recipe.RouteRule("web", 80, "/", ""));
    }
  }

  @Test
  void twoPortsMakeNoRoute() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"),
        "services: {web: {image: a, expose: [80]}, admin: {image: a, expose: [81]}}\n");

    assertThat(RecipeReader.read(directory, problems).routes()).isEmpty();
  }

  @Test
  void aDirectoryWithNeitherFileIsNoRecipe() {
    RecipeReader.read(directory, problems);

    assertThat(codes()).containsExactly("recipe.not-a-recipe");
  }

  @Test
  void everyProblemOfAFileIsFoundAtOnceAndHasItsPlace() throws IOException {
    recipe(
        """
        title: Bad
        colour: green
        versions:
          - {version: "1", from: ["9"]}
          - {version: "1"}
          - {version: "a b"}
        settings:
          Greeting: {type: strin, variable: greet}
          level: {type: choice}
          size: {type: integer, default: many}
          shape: {pattern: "["}
        secrets:
          key: {length: 3}
          level: {variable: LEVEL}
          other: {variable: STEADING_X}
        admin: {name: admin, password: nothing, login: login}
        services:
          wbe: {role: wep, replace: never, drain: soon}
        routes:
          - {service: web, port: 70000}
          - {service: web, port: 80, path: x}
        tasks:
          - {name: a, service: web, command: [], when: sometimes, before: [nobody]}
          - {name: a, service: web, command: [x], when: install}
        jobs:
          tidy: {service: web, command: [x], schedule: "61 * * * *"}
          never: {service: web, command: [x], schedule: "0 0 30 2 *"}
        """);

    RecipeReader.read(directory, problems);

    assertThat(codes())
        .containsExactlyInAnyOrder(
            "yaml.unknown-key",
            "recipe.unknown-version",
            "recipe.duplicate-version",
            "recipe.bad-version",
            "recipe.bad-name",
            "recipe.unknown-type",
            "recipe.bad-variable",
            "recipe.bad-choices",
            "recipe.bad-default",
            "recipe.bad-pattern",
            "recipe.bad-length",
            "recipe.duplicate-name",
            "recipe.duplicate-variable",
            "recipe.reserved-variable",
            "recipe.unknown-secret",
            "recipe.bad-path",
            "recipe.unknown-service",
            "recipe.unknown-role",
            "recipe.unknown-replace",
            "yaml.type",
            "recipe.bad-port",
            "recipe.bad-path",
            "recipe.empty-command",
            "recipe.unknown-when",
            "recipe.unknown-service",
            "recipe.duplicate-task",
            "recipe.bad-schedule",
            "recipe.bad-schedule");
    assertThat(problems.list()).allSatisfy(p -> assertThat(p.place()).isNotNull());
    assertThat(text("recipe.unknown-role")).contains("recipe.yaml:18:", "did you mean web?");
  }

  @Test
  void theAdministratorsNameMayBeTheOwnersAddressOrASetting() throws IOException {
    Map<String, String> variables = Map.of("STEADING_EMAIL", "me@example.org", "BOSS", "ann");
    String rest =
        """
        settings: {boss: {default: ann}, key: {secret: true}}
        secrets: {password: {length: 20, variable: PASSWORD}}
        """;
    recipe(MINIMAL + rest + "admin: {name: '${STEADING_EMAIL}', password: password}\n");
    Recipe.Admin owner = Objects.requireNonNull(RecipeReader.read(directory, problems).admin());
    assertThat(owner.email()).isTrue();
    assertThat(owner.named(variables).name()).isEqualTo("me@example.org");

    recipe(MINIMAL + rest + "admin: {name: '${BOSS}', password: password, email: true}\n");
    Recipe.Admin boss = Objects.requireNonNull(RecipeReader.read(directory, problems).admin());
    assertThat(boss.named(variables)).extracting(Recipe.Admin::name).isEqualTo("ann");
    assertThat(boss.email()).isTrue();
    assertThat(problems.list()).isEmpty();

    for (String name : List.of("'${KEY}'", "'${BOS}'", "a$b", "'${BOSS} x'")) {
      Problems own = new Problems();
      recipe(MINIMAL + rest + "admin: {name: " + name + ", password: password}\n");
      RecipeReader.read(directory, own);
      assertThat(own.list()).extracting(Problem::code).containsExactly("recipe.bad-admin-name");
    }
    recipe(
        MINIMAL + rest + "admin: {name: '${STEADING_EMAIL}', password: password, email: false}\n");
    RecipeReader.read(directory, problems);
    assertThat(codes()).containsExactly("recipe.admin-needs-email");
  }

  @Test
  void aRecipeNeedsATitleAndAVersionThatIsNotWithdrawn() throws IOException {
    recipe("description: x\n");
    RecipeReader.read(directory, problems);
    assertThat(codes()).containsExactly("yaml.missing-key", "yaml.missing-key");

    recipe("title: x\nversions: [{version: '1', withdrawn: true}]\n");
    Problems second = new Problems();
    RecipeReader.read(directory, second);
    assertThat(second.list()).extracting(Problem::code).containsExactly("recipe.all-withdrawn");
  }

  @Test
  void aSingleServiceStopsFirstUnlessTheRecipeSaysOtherwise() throws IOException {
    recipe(MINIMAL + "services: {web: {single: true}, db: {role: database}}\n");

    Recipe recipe = RecipeReader.read(directory, problems);

    assertThat(problems.list()).isEmpty();
    assertThat(recipe.services().values())
        .extracting(Recipe.Role::replace)
        .containsOnly(Replace.STOP_FIRST);
  }

  @Test
  void aRecipeThatIsNoMappingIsAProblemAndNothingElse() throws IOException {
    for (String text : List.of("", "- a\n", "a", "{", "title: [")) {
      Problems own = new Problems();
      recipe(text);
      RecipeReader.read(directory, own);
      assertThat(own.any()).as(text).isTrue();
    }
  }

  private void recipe(String text) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), TWO_SERVICES);
    Files.writeString(directory.resolve("recipe.yaml"), text);
  }

  private List<String> codes() {
    return problems.list().stream().map(Problem::code).toList();
  }

  private String text(String code) {
    return problems.list().stream()
        .filter(p -> p.code().equals(code))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
