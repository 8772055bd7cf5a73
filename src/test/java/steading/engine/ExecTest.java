package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.engine.Engine.ExecSpec;
import steading.engine.EngineException.Reason;

@Tag("engine")
class ExecTest {
  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private String name = "";

  @BeforeEach
  void run() {
    name = test.run(test.spec("exec", "sleep", "600"));
  }

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void outputsAndCodeOfACommandAreToldApart() {
    Engine.ExecResult result =
        engine.execAndWait(
            name,
            new ExecSpec(
                List.of("sh", "-c", "echo out $WORD; id -u >&2; pwd; exit 3"),
                Map.of("WORD", "x"),
                "web",
                "/data",
                false,
                false),
            Duration.ofSeconds(20));

    assertThat(result).isEqualTo(new Engine.ExecResult(3, "out x\n/data\n", "1000\n"));
  }

  @Test
  void aCommandSeesTheEndOfItsInput() {
    byte[] chunk = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.UTF_8);
    try (Engine.ExecSession session =
        engine.exec(
            name,
            new ExecSpec(List.of("wc", "-c"), Map.of(), null, null, false, true),
            (_, bytes) -> out.writeBytes(bytes))) {
      for (int i = 0; i < 64; i++) {
        session.stdin(chunk);
      }
      session.endStdin();
      assertThat(session.await()).isZero();
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(64 * chunk.length + "\n");
  }

  @Test
  void aCommandThatEchoesIsReadAndWrittenAtOnce() {
    try (Engine.ExecSession session =
        engine.exec(
            name,
            new ExecSpec(List.of("cat"), Map.of(), null, null, false, true),
            (_, bytes) -> append(bytes))) {
      session.stdin("one\n".getBytes(StandardCharsets.UTF_8));
      TestEngine.eventually("the echo", () -> text().equals("one\n"));
      session.stdin("two\n".getBytes(StandardCharsets.UTF_8));
      TestEngine.eventually("the second echo", () -> text().equals("one\ntwo\n"));
      session.endStdin();
      assertThat(session.await()).isZero();
    }
  }

  @Test
  void aTerminalHasASize() {
    try (Engine.ExecSession session =
        engine.exec(
            name,
            new ExecSpec(List.of("sh"), Map.of("PS1", ">"), null, null, true, true),
            (_, bytes) -> append(bytes))) {
      TestEngine.eventually("the prompt", () -> text().contains(">"));
      session.resize(101, 43);
      session.stdin("stty size; exit 5\n".getBytes(StandardCharsets.UTF_8));
      assertThat(session.await()).isEqualTo(5);
    }
    assertThat(text()).contains("43 101");
  }

  @Test
  void aCommandThatDoesNotEndIsLeftAtTheLimit() {
    assertThatThrownBy(
            () -> engine.execAndWait(name, ExecSpec.of("sleep", "60"), Duration.ofMillis(300)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("sleep has not ended");
  }

  @Test
  void aCommandInAStoppedContainerIsRefused() {
    engine.stop(name, Duration.ZERO);

    assertThatThrownBy(() -> engine.execAndWait(name, ExecSpec.of("true"), Duration.ofSeconds(5)))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
  }

  private synchronized void append(byte[] bytes) {
    out.writeBytes(bytes);
  }

  private synchronized String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
