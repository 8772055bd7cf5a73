package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import steading.daemon.Requests;
import steading.engine.Engine.ExecSpec;
import steading.engine.TestEngine;
import steading.recipe.Shown;

/**
 * Words that are meant to break out of where they belong, in every place where a word is taken.
 * Each is refused with a problem or is only a word; no shell runs, which the kernel's own record of
 * the daemon's programs shows.
 */
@Tag("engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileInputTest {
  @TempDir static Path directory;
  private static Installation stead;
  private static TracedDaemon daemon;
  private static HostileJudge judge;
  private static Path canary;
  private static List<String> words;

  @BeforeAll
  static void begin() throws IOException {
    canary = Files.createDirectory(directory.resolve("canary"));
    words = HostileInputs.all(canary);
    TestEngine.tinyImage();
    stead = Installation.fresh();
    HostileRecipes.write(directory.resolve("recipes"));
    Files.writeString(
        stead.home.resolve("steading.yaml"),
        Installation.QUIET + "recipes: [\"" + directory.resolve("recipes") + "\"]\n");
    stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
    stead.stead("install", "tiny", "--yes").ok();
    stead.stead("install", "files", "--yes").ok();
    stead.stopDaemon();
    // From here on every program counts; the images above were built by Debian's own tools.
    daemon = TracedDaemon.start(stead, directory);
    judge = new HostileJudge(daemon.socket());
  }

  @AfterAll
  static void end() {
    stead.close();
  }

  @Test
  @Order(1)
  void every_text_of_every_verb() {
    HostileCalls.on("tiny").forEach(this::call);
    assertThat(judge.news()).isEmpty();
  }

  private void call(String what, Function<String, Record> request) {
    // Starting a program takes a while: a command is tried with every other word.
    int step = what.equals("exec command") ? 2 : 1;
    for (int i = 0; i < words.size(); i += step) {
      call(what, words.get(i), request);
    }
    HostileInputs.huge().forEach(word -> call(what, word, request));
  }

  private static void call(String what, String word, Function<String, Record> request) {
    if (judge.call(what, word, request.apply(word)).value() != null) {
      undo(what, word);
    }
  }

  private static void undo(String what, String word) {
    if (what.equals("install name")) {
      judge.ask(word, new Requests.Remove(word, true));
    } else if (what.startsWith("install ")) {
      judge.ask(word, new Requests.Remove("fresh", true));
    } else if (what.equals("set value")) {
      judge.ask(word, new Requests.Set("tiny", Map.of("text", "x"), false));
    }
  }

  @Test
  @Order(2)
  void every_text_of_the_three_files() throws IOException {
    Path recipe = directory.resolve("recipes").resolve("files");
    Path app = stead.home.resolve("apps").resolve("files").resolve("app.yaml");
    String good = Files.readString(app);
    places("app.yaml ", app, HostileFiles.apps());
    Files.writeString(app, good);
    places("recipe.yaml ", recipe.resolve("recipe.yaml"), HostileFiles.recipes());
    Files.writeString(recipe.resolve("recipe.yaml"), HostileRecipes.RECIPE);
    places("compose.yaml ", recipe.resolve("compose.yaml"), HostileFiles.composes());
    Files.writeString(recipe.resolve("compose.yaml"), HostileRecipes.COMPOSE);
    assertThat(judge.news()).isEmpty();
  }

  private static void places(String kind, Path file, Map<String, String> places)
      throws IOException {
    int turn = 0;
    for (Map.Entry<String, String> place : places.entrySet()) {
      // Every place has half of the words, its neighbour the other half.
      for (int i = turn % 2; i < words.size(); i += 2) {
        String word = words.get(i);
        // In quotes it is only a word; as it stands it may be more YAML.
        String written = ++turn % 4 < 2 ? HostileFiles.quoted(word) : word;
        Files.writeString(file, place.getValue().replace("@", written));
        judge.call(kind + place.getKey(), word, reading(turn));
      }
      if (++turn % 3 == 0) {
        String word = HostileInputs.huge().get(turn % HostileInputs.huge().size());
        Files.writeString(file, place.getValue().replace("@", HostileFiles.quoted(word)));
        judge.call(kind + place.getKey(), word, reading(turn));
      }
    }
  }

  /** Both read and check the three files; a plan takes longer, as it looks at the Engine, too. */
  private static Record reading(int turn) {
    return turn % 8 < 2 ? new Requests.Plan("files") : new Requests.Run("files", "nothing");
  }

  @Test
  @Order(3)
  void an_argument_reaches_the_containers_program_as_it_is() {
    for (int i = 0; i < words.size(); i += 2) {
      String word = words.get(i);
      Requests.Exec echo = HostileCalls.exec("tiny", "web", null, "busybox", "printf", "%s", word);
      HostileJudge.Answer answer = judge.call("exec argument", word, echo);
      if (answer.value() != null && !answer.output().equals(word)) {
        judge.offence("exec argument", word, "came as " + answer.output());
      }
    }
    assertThat(judge.news()).isEmpty();
  }

  /** All words at once, as environment, label and argument of a container. */
  @Test
  @Order(4)
  void what_a_compose_file_says_reaches_the_container_as_it_is() throws IOException {
    List<String> legal = words.stream().filter(word -> word.indexOf('\0') < 0).toList();
    StringBuilder compose =
        new StringBuilder("services:\n  web:\n    image: steading-test/tiny:1\n");
    compose.append("    stop_grace_period: 1s\n");
    compose.append("    command: [sh, -c, 'sleep 100000; exit', x");
    legal.forEach(word -> compose.append(", ").append(escaped(word)));
    compose.append("]\n    environment:\n");
    for (int i = 0; i < legal.size(); i++) {
      compose.append("      W").append(i).append(": ").append(escaped(legal.get(i))).append('\n');
    }
    compose.append("    labels:\n");
    for (int i = 0; i < legal.size(); i++) {
      compose.append("      w").append(i).append(": ").append(escaped(legal.get(i))).append('\n');
    }
    HostileRecipes.write(directory.resolve("recipes/words"), "", compose.toString());
    Files.delete(directory.resolve("recipes/words/recipe.yaml"));
    stead.stead("install", "words", "--yes").ok();
    received(legal);
    stead.stead("remove", "words", "--purge", "--yes").ok();
    assertThat(judge.news()).isEmpty();
  }

  private static String escaped(String word) {
    return HostileFiles.quoted(word.replace("$", "$$"));
  }

  private static void received(List<String> legal) {
    String container =
        stead.containers().stream().filter(n -> n.contains("-words-")).findFirst().orElseThrow();
    List<String> environment = List.of(proc(container, "environ").split("\0", -1));
    List<String> arguments = List.of(proc(container, "cmdline").split("\0", -1));
    var seen = stead.engine.container(container).orElseThrow();
    for (int i = 0; i < legal.size(); i++) {
      String word = legal.get(i);
      boolean same =
          environment.contains("W" + i + "=" + word)
              && arguments.get(i + 4).equals(word)
              && seen.label("w" + i).equals(word);
      judge.inert();
      if (!same) {
        judge.offence("compose.yaml", word, "is another word in the container");
      }
    }
  }

  private static String proc(String container, String file) {
    return stead
        .engine
        .execAndWait(container, ExecSpec.of("cat", "/proc/1/" + file), Duration.ofSeconds(20))
        .stdout();
  }

  @Test
  @Order(5)
  void a_greeting_is_only_a_greeting() throws IOException {
    for (String greeting :
        List.of(
            "$(touch " + canary + "/a) `touch b` ; | && \\ ' \" <script>alert(1)</script> &amp;",
            "${HELLO_URL} $HOME $$ %s {{ 7*7 }} {% x %} ' OR 1=1 -- #{x} <%= x %>",
            "מזל טוב ｔ e\u0301 👩\u200d👧 ß *.? ~ ! [a: b] & - @")) {
      judge.inert();
      stead.stead("set", "hello", "greeting=" + greeting, "--yes").ok();
      String page = stead.web("hello.localhost").get("/").body();
      String web =
          stead.containers().stream()
              .filter(n -> n.contains("hello-web"))
              .findFirst()
              .orElseThrow();
      assertThat(proc(web, "environ").split("\0", -1)).contains("HELLO_GREETING=" + greeting);
      assertThat(page).doesNotContain("<script>alert").doesNotContain("<%=");
      assertThat(unescaped(page)).contains(greeting);
    }
  }

  private static String unescaped(String page) {
    return page.replaceAll("&#(x27|39);", "'")
        .replaceAll("&(#34|quot);", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  /** The commands themselves, in processes of their own. */
  @Test
  @Order(6)
  void nothing_comes_raw_to_a_terminal() {
    List<String> hostile =
        words.stream()
            .filter(w -> w.indexOf('\0') < 0 && w.codePoints().anyMatch(Shown::isHostile))
            .toList();
    List<List<String>> commands =
        List.of(
            List.of("info", "@"),
            List.of("install", "@", "--host", "@"),
            List.of("set", "tiny", "@=1", "--yes"),
            List.of("logs", "tiny", "@"),
            List.of("restart", "tiny", "@", "--yes"),
            List.of("@"),
            List.of("scale", "tiny", "@=@"),
            List.of("run", "tiny", "@", "--json"),
            List.of("ls", "--@"));
    for (int i = 0; i < hostile.size(); i++) {
      String word = hostile.get(i);
      List<String> command = commands.get(i % commands.size());
      Installation.Result result =
          stead.stead(command.stream().map(w -> w.replace("@", word)).toArray(String[]::new));
      judge.refused();
      String what = "stead " + command;
      judge.judgeText(what, word, result.out() + result.err());
      judge.judgeLines(what, word, result.out() + result.err());
      if (result.code() != 2 && result.code() != 5) {
        judge.offence(what, word, "ends with " + result.code() + ": " + result.err());
      }
    }
    assertThat(judge.news()).isEmpty();
  }

  @Test
  @Order(7)
  void an_apps_log_cannot_take_over_the_terminal() {
    for (String form : List.of("web", "--json")) {
      Installation.Result logs = stead.stead("logs", "tiny", form).ok();
      assertThat(logs.out()).contains("copied", "screen", "turned", "back");
      judge.judgeText("logs", form, logs.out() + logs.err());
      judge.inert();
    }
    assertThat(judge.news()).isEmpty();
  }

  @Test
  @Order(8)
  void a_compose_file_cannot_take_the_host() throws IOException {
    Path recipe = directory.resolve("recipes/greedy");
    Files.createDirectories(recipe);
    for (String greed : HostileRecipes.GREED) {
      String compose = "services:\n  web:\n    image: steading-test/tiny:1\n    " + greed + "\n";
      Files.writeString(recipe.resolve("compose.yaml"), compose);
      HostileJudge.Answer answer =
          judge.call(
              "install",
              greed,
              new Requests.Install("greedy", "greedy", List.of(), null, Map.of(), null, true));
      if (answer.value() != null
          || answer.problems().stream().noneMatch(p -> p.code().startsWith("compose."))) {
        judge.offence("install", greed, "is not refused for that: " + answer.problems());
      }
    }
    assertThat(judge.news()).isEmpty();
    assertThat(stead.home.resolve("apps").resolve("greedy")).doesNotExist();
  }

  @Test
  @Order(9)
  void and_no_shell_was_run() {
    daemon.stop();
    List<String> executed = daemon.executed();
    assertThat(executed).isNotEmpty();
    List<String> shells = TracedDaemon.shells(executed);
    System.out.printf(
        "%d of %d hostile inputs refused or inert, %d shells%n",
        judge.judged() - judge.offended(), judge.judged(), shells.size());
    assertThat(shells).isEmpty();
    assertThat(canary).isEmptyDirectory();
    assertThat(daemon.said()).doesNotContain("SEVERE", "Exception", "NoClassDef", "\tat ");
  }
}
