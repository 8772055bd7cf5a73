package steading.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steading.daemon.Conversation;
import steading.daemon.Conversation.Caller;
import steading.daemon.Conversation.Input;
import steading.daemon.Requests;
import steading.daemon.Verb;
import steading.daemon.Views;
import steading.problem.Exit;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.ProblemException;

@Timeout(30)
class ControlServerTest {
  private static final Caller ASKABLE = new Caller("ann", 1, "test", true, false);
  private static final Caller SCRIPT = new Caller("ann", 1, "test", false, false);
  private static final Caller YES = new Caller("ann", 1, "test", false, true);

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private @TempDir Path home;
  private Path socket;
  private ControlServer server;

  @BeforeEach
  void serve() {
    socket = home.resolve("run").resolve("control.sock");
    server = new ControlServer(socket, Path.of("/the/daemon.log"), verbs());
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aVerbTellsAsksAndAnswersInItsOrder() {
    Listening listening = new Listening(true);

    JsonNode done = ask(new Requests.Remove("tickets", true), ASKABLE, listening);

    assertThat(done.path("text").asText()).isEqualTo("removed tickets, purged true, asked true");
    assertThat(listening.heard)
        .containsExactly("note careful", "progress stopping", "ask Remove tickets?");
  }

  @Test
  void yesIsNotAskedAgainAndAScriptIsRefused() {
    Listening listening = new Listening(false);

    JsonNode done = ask(new Requests.Remove("tickets", false), YES, listening);

    assertThat(done.path("text").asText()).endsWith("asked true");
    assertThat(listening.heard).doesNotContain("ask Remove tickets?");
    assertThatThrownBy(() -> ask(new Requests.Remove("tickets", false), SCRIPT, listening))
        .hasMessageContaining("--yes");
  }

  @Test
  void problemsKeepTheirPlaceTheirExitAndTheirWords() {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () -> ask(new Requests.Info("absent", false), SCRIPT, new Listening(false)));

    assertThat(thrown.exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(thrown.problems())
        .containsExactly(
            new Problem(
                "app.not-found",
                Exit.NOT_FOUND,
                new Place("app.yaml", 3, 4),
                "what",
                "why",
                "fix"));
  }

  @Test
  void whatGoesWrongInsideIsLoggedAndNotShown() {
    assertThatThrownBy(() -> ask(new Requests.Ls(), SCRIPT, new Listening(false)))
        .hasMessageContaining("/the/daemon.log")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void inputReachesTheVerbAndItsOutputComesBack() throws Exception {
    byte[] big = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
    Listening listening = new Listening(false);
    try (ControlClient client = client()) {
      Thread typing =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.resize(120, 40);
                  client.stdin(big);
                  client.stdinEnd();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      JsonNode end =
          client.ask(
              new Requests.Exec("a", "web", List.of("cat"), false, true, null, 0, 0),
              SCRIPT,
              listening);
      assertThat(end.path("exitCode").asInt()).isEqualTo(7);
      typing.join();
    }
    assertThat(listening.heard.getFirst()).isEqualTo("err 120x40");
    String out = String.join("", listening.heard.subList(1, listening.heard.size()));
    assertThat(out.replace("out ", "")).hasSize(big.length);
  }

  @Test
  void aVerbHearsThatItsCallerHasGone() throws Exception {
    ControlClient client = client();
    Thread calling =
        Thread.ofVirtual()
            .start(() -> {
              try {
                client.ask(
                    new Requests.Logs("a", null, true, -1, null, false),
                    SCRIPT,
                    new Listening(false));
              } catch (ProblemException e) {
                assertThat(e.problems().getFirst().code()).isEqualTo("daemon.lost");
              }
            });
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    client.close();

    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    calling.join();
  }

  @Test
  void closingTheServerEndsThoseThatListen() throws Exception {
    Thread calling =
        Thread.ofVirtual()
            .start(() ->
                ask(
                    new Requests.Logs("a", null, true, -1, null, false),
                    SCRIPT,
                    new Listening(false)));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    server.close();
    calling.join();

    assertThat(gone.getCount()).isZero();
    assertThat(ControlClient.connect(socket)).isNull();
  }

  @Test
  void onlyTheOwnerCanOpenTheSocket() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void aDeadDaemonsSocketIsReplacedAndALivingOnesIsNot() throws IOException {
    try (ControlServer second = new ControlServer(socket, Path.of("log"), List.of())) {
      assertThatThrownBy(second::start).hasMessageContaining("a daemon serves this home already");
    }
    server.close();
    Files.createFile(socket);

    server = new ControlServer(socket, Path.of("log"), verbs());
    server.start();

    assertThat(ask(new Requests.Remove("a", false), YES, new Listening(false)).isObject()).isTrue();
  }

  @Test
  void aHomeTooDeepForASocketIsAProblem() {
    Path deep = home.resolve("d".repeat(120)).resolve("control.sock");
    try (ControlServer unlucky = new ControlServer(deep, Path.of("log"), List.of())) {
      assertThatThrownBy(unlucky::start).hasMessageContaining("STEADING_HOME");
    }
  }

  private JsonNode ask(Record request, Caller caller, Listening listening) {
    try (ControlClient client = client()) {
      return client.ask(request, caller, listening);
    }
  }

  private ControlClient client() {
    return Objects.requireNonNull(ControlClient.connect(socket));
  }

  private List<Verb<?>> verbs() {
    return List.of(
        new Verb<>("remove", Requests.Remove.class, ControlServerTest::remove),
        new Verb<>("info", Requests.Info.class, (request, conversation) -> notFound()),
        new Verb<>("ls", Requests.Ls.class, (request, conversation) -> broken()),
        new Verb<>("exec", Requests.Exec.class, (request, conversation) -> exec(conversation)),
        new Verb<>("logs", Requests.Logs.class, (request, conversation) -> follow(conversation)));
  }

  private static Views.Done remove(Requests.Remove request, Conversation conversation) {
    conversation.note("careful");
    conversation.progress(
        new Views.Progress(1, 2, "a/web", "stopping", Views.Progress.State.STARTED));
    boolean asked = conversation.confirm("Remove " + request.name() + "?");
    String text = "removed " + request.name() + ", purged " + request.purge() + ", asked " + asked;
    return new Views.Done(request.name(), true, text, null, null, List.of());
  }

  private static Object notFound() {
    throw new Problem(
            "app.not-found", Exit.NOT_FOUND, new Place("app.yaml", 3, 4), "what", "why", "fix")
        .raise();
  }

  private static Object broken() {
    throw new IllegalStateException("a secret");
  }

  private static Object exec(Conversation conversation) {
    for (Input input = conversation.next(); input != null; input = conversation.next()) {
      switch (input) {
        case Input.Bytes bytes -> conversation.output(false, bytes.data());
        case Input.Resize size ->
            conversation.output(
                true, (size.columns() + "x" + size.rows()).getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Views.ExecEnd(7);
  }

  private Object follow(Conversation conversation) {
    CountDownLatch ended = new CountDownLatch(1);
    conversation.onGone(ended::countDown);
    conversation.onGone(gone::countDown);
    started.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Map.of();
  }
}
