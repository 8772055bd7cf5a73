package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.Program;
import steading.compose.Service;
import steading.engine.Engine.LogQuery;

@Tag("engine")
class LogTest {
  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void bothOutputsAreToldApart() {
    String name = test.run(test.spec("talks", "sh", "-c", "seq 1 100; echo oops >&2"));
    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(0);

    read(name, new LogQuery(false, -1, null, false));
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("1\n2\n").endsWith("99\n100\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("oops\n");
  }

  @Test
  void theTailIsCut() {
    String name = test.run(test.spec("counts", "seq", "1", "100"));
    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(0);

    read(name, new LogQuery(false, 2, null, true));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .matches("(?s)\\d{4}-\\S+ 99\\n\\d{4}-\\S+ 100\\n");
  }

  @Test
  void onlyWhatWasWrittenSinceIsRead() {
    String name = test.run(test.spec("twice", "sh", "-c", "echo early; sleep 1; echo late"));
    TestEngine.eventually("the first line", () -> test.output(name).contains("early"));
    Instant between = Instant.now();
    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(0);

    read(name, new LogQuery(false, -1, between, false));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("late\n");
  }

  @Test
  void aTerminalsOutputIsReadAsItIs() {
    Program program =
        new Program(
            null,
            List.of("sh", "-c", "echo one; echo two >&2"),
            Map.of(),
            null,
            null,
            false,
            true,
            false);
    String name =
        test.run(
            test.spec(
                "tty", Service.of("tty", TestEngine.tinyImage()).withProgram(program), List.of()));
    assertThat(engine.awaitExit(name, Duration.ofSeconds(20))).contains(0);

    read(name, new LogQuery(false, -1, null, false));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\r\ntwo\r\n");
  }

  @Test
  void followingEndsWithTheContainerAndWhenClosed() {
    String brief = test.run(test.spec("brief", "sh", "-c", "echo begun; sleep 1; echo ended"));
    read(brief, new LogQuery(true, -1, null, false));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("begun\nended\n");

    String endless = test.run(test.spec("endless", "sh", "-c", "echo begun; sleep 600"));
    Engine.LogStream stream =
        engine.logs(
            endless,
            new LogQuery(true, -1, null, false),
            (_, bytes) -> {
              synchronized (err) {
                err.writeBytes(bytes);
              }
            });
    TestEngine.eventually("the first line", () -> size(err) > 0);
    stream.close();
    stream.close();
    stream.await();
  }

  @Test
  void everyEventAfterOpeningIsHeard() {
    List<Engine.EventSeen> heard = new CopyOnWriteArrayList<>();
    Engine.LogStream events = engine.events(test.labels(), heard::add);
    String name = test.run(test.spec("heard", "true"));
    String id = engine.container(name).orElseThrow().id();

    TestEngine.eventually(
        "the end of the container",
        () -> heard.stream().anyMatch(event -> event.action().equals("die")));
    assertThat(heard)
        .extracting(Engine.EventSeen::action)
        .containsSubsequence("create", "start", "die");
    assertThat(heard).allMatch(event -> event.containerId().equals(id));
    assertThat(heard.getLast().attributes()).containsEntry("name", name);
    assertThat(heard.getFirst().at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    events.close();
    events.await();
  }

  private static int size(ByteArrayOutputStream bytes) {
    synchronized (bytes) {
      return bytes.size();
    }
  }

  private void read(String name, LogQuery query) {
    try (Engine.LogStream logs =
        engine.logs(name, query, (stderr, bytes) -> (stderr ? err : out).writeBytes(bytes))) {
      logs.await();
    }
  }
}
