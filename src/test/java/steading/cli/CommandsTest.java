package steading.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steading.daemon.Requests;
import steading.problem.Exit;

@Timeout(30)
class CommandsTest {
  private @TempDir Path home;
  private FakeDaemon daemon;

  @BeforeEach
  void serve() {
    daemon = new FakeDaemon(home);
  }

  @AfterEach
  void end() {
    daemon.close();
  }

  @Test
  void installAsksForEverythingThatWasSaid() {
    Ran ran =
        daemon.run(
            "install",
            "pretix",
            "tickets",
            "--host",
            "a.example.org,b.example.org",
            "--host=c.example.org",
            "--set",
            "currency=EUR",
            "--set",
            "title=a=b",
            "--version",
            "2026.8.0",
            "--email",
            "ann@example.org",
            "--no-apply",
            "--yes");

    assertThat(ran.exit()).isZero();
    assertThat(daemon.asked)
        .containsExactly(
            new Requests.Install(
                "pretix",
                "tickets",
                List.of("a.example.org", "b.example.org", "c.example.org"),
                "2026.8.0",
                Map.of("currency", "EUR", "title", "a=b"),
                "ann@example.org",
                false));
  }

  @Test
  void installNamesTheAppAfterItsRecipeAndSendsDirectoriesWhole() {
    daemon.run("install", "hello", "--host", "h");
    daemon.run("install", "./recipes/own", "--host", "h");

    Requests.Install own = (Requests.Install) daemon.asked.get(1);
    assertThat(((Requests.Install) daemon.asked.getFirst()).name()).isEqualTo("hello");
    assertThat(own.name()).isEqualTo("own");
    assertThat(Path.of(own.recipe())).isAbsolute();
  }

  @Test
  void resultsGoToStdoutAndTheWayThereToStderr() {
    Ran ran = daemon.run("apply", "tickets");

    assertThat(ran.out())
        .startsWith("tickets is up\n")
        .contains("https://tickets.example.org", "ann", "Next: stead info tickets")
        .doesNotContain("starting");
    assertThat(ran.err())
        .contains("[1/1] tickets/web: starting … ok (", "tickets: 2 steps", "Destroys: volume old")
        .contains("a note?[2J")
        .doesNotContain("\u001b");
  }

  @Test
  void lsIsATableAndInfoHasEverything() {
    assertThat(daemon.run("ls").out())
        .isEqualTo(
            """
            NAME     STATE    RECIPE  VERSION   RUNNING  URL                          DETAIL
            tickets  running  pretix  2026.8.0  3/3      https://tickets.example.org
            """);
    assertThat(daemon.run("info", "tickets").out())
        .startsWith("tickets: Ticket shop?[2J\n  Recipe       pretix 2026.8.0\n")
        .contains("(password: stead info tickets --secrets)", "SERVICE  STATE", "currency  EUR")
        .contains("secret-key: s3cret", "*/15 * * * *", "tickets.example.org A 192.0.2.1");
  }

  @Test
  void jsonIsOneDocumentAndFailuresAreJsonToo() {
    Ran ran = daemon.run("info", "tickets", "--json");
    Ran absent = daemon.run("--json", "info", "absent");

    assertThat(ran.out()).startsWith("{\n").contains("\"url\": \"https://tickets.example.org\"");
    assertThat(absent.exit()).isEqualTo(Exit.NOT_FOUND.code());
    assertThat(absent.out())
        .contains("\"problems\": [", "\"code\": \"app.not-found\"", "\"exit\": 5")
        .endsWith("}\n");
    assertThat(absent.err()).isEmpty();
  }

  @Test
  void planShowsItselfOnceAndEndsWithThreeWhenThereIsWork() {
    Ran pending = daemon.run("plan");
    Ran nothing = daemon.run("plan", "tickets");

    assertThat(pending.exit()).isEqualTo(Exit.PENDING.code());
    assertThat(pending.out())
        .isEqualTo(
            """
            tickets: 2 steps
                1. tickets/web: start a container (new)
                2. tickets/db: stop it (image changed)
                   interrupts 2 s
              Interrupts: tickets for 2 s
              Opens the host: publish=25
              Destroys: volume old
            """);
    assertThat(nothing.exit()).isZero();
  }

  @Test
  void removeIsRefusedWithoutATerminalAndDoneWithYes() {
    Ran refused = daemon.run("remove", "tickets");
    Ran removed = daemon.run("remove", "tickets", "--purge", "-y");

    assertThat(refused.exit()).isEqualTo(Exit.USAGE.code());
    assertThat(refused.err()).contains("Remove tickets?", "--yes");
    assertThat(removed.out()).isEqualTo("removed\n");
    assertThat(daemon.asked).last().isEqualTo(new Requests.Remove("tickets", true));
  }

  @Test
  void execPipesItsInputAndEndsWithTheCommandsExitCode() {
    Ran ran = daemon.type("some input", "exec", "tickets", "web", "--", "cat", "--json", "-x");

    assertThat(ran).isEqualTo(new Ran(42, "some input", "bye"));
    assertThat(((Requests.Exec) daemon.asked.getFirst()).command())
        .containsExactly("cat", "--json", "-x");
  }

  @Test
  void logsNameTheirServiceAndLoseTheirEscapes() {
    assertThat(daemon.run("logs", "tickets").out()).isEqualTo("web | hi red\n");
    assertThat(daemon.run("logs", "tickets", "web").out()).isEqualTo("hi red\n");
    assertThat(daemon.run("logs", "tickets", "--json").out()).startsWith("{\"source\":\"web\"");
    assertThat(daemon.run("logs", "tickets", "--tail", "x").exit()).isEqualTo(2);
  }

  @Test
  void badNewsEndsWithOne() {
    assertThat(daemon.run("run", "tickets", "cron"))
        .isEqualTo(new Ran(1, "cron: exit code 3 (1.5s)\n", ""));
    assertThat(daemon.run("doctor"))
        .isEqualTo(new Ran(1, "error   disk: full\n          of ?logs\n        Fix: x\n", ""));
  }

  @Test
  void grantsAreGivenByNameAndTakenBack() {
    daemon.run("set", "tickets", "a=1", "grant.device=web:/dev/a", "grant.device=web:/dev/b");
    daemon.run("set", "tickets", "--unset", "a", "--unset", "grant.device");

    assertThat(daemon.asked)
        .containsExactly(
            new Requests.Set(
                "tickets",
                Map.of("a", "1"),
                List.of("device=web:/dev/a", "device=web:/dev/b"),
                List.of(),
                true),
            new Requests.Set("tickets", Map.of(), List.of(), List.of("a", "grant.device"), true));
    assertThat(daemon.run("set", "tickets").exit()).isEqualTo(2);
  }

  @Test
  void everyOtherCommandAsksWhatItWasTold() {
    daemon.run("set", "tickets", "a=1", "b=");
    daemon.run("scale", "tickets", "web=2", "--no-apply");
    daemon.run("start", "tickets");
    daemon.run("stop", "tickets");
    daemon.run("restart", "tickets", "web");
    daemon.run("restore", "tickets");
    daemon.run("gc", "--dry-run");
    daemon.run("recipes", "shop");
    daemon.run("image", "ls");
    daemon.run("ls");

    assertThat(daemon.asked)
        .containsExactly(
            new Requests.Set("tickets", Map.of("a", "1", "b", ""), true),
            new Requests.Scale("tickets", Map.of("web", 2), false),
            new Requests.Start("tickets"),
            new Requests.Stop("tickets"),
            new Requests.Restart("tickets", "web"),
            new Requests.Restore("tickets"),
            new Requests.Gc(true),
            new Requests.Recipes("shop"),
            new Requests.ImageLs(),
            new Requests.Ls());
  }
}
