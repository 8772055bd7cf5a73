package steading.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import steading.daemon.Views;
import steading.daemon.Views.Progress.State;

class ProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(written, false, StandardCharsets.UTF_8);

  @Test
  void elsewhereAStepIsOneLineWhenItEnds() {
    AtomicLong clock = new AtomicLong();
    try (PlainProgress progress = new PlainProgress(err, clock::get)) {
      progress.moved(step(3, State.STARTED));
      clock.set(2_140_000_000L);
      progress.moved(step(3, State.MOVED));
      progress.moved(step(3, State.DONE));
      progress.moved(step(4, State.STARTED));
      clock.set(90_000_000_000L);
      progress.moved(step(4, State.MOVED));
      progress.moved(step(4, State.FAILED));
    }

    assertThat(text())
        .isEqualTo(
            """
            [3/17] hello/web: waiting until healthy … ok (2.1s)
            [4/17] hello/web: waiting until healthy …
            [4/17] hello/web: waiting until healthy … failed (1m27s)
            """);
  }

  @Test
  void onATerminalTheLinesUnderWayStayBelowAndNeverWrap() {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            err,
            err,
            true,
            true,
            true,
            Map.of("COLUMNS", "40", "TERM", "xterm", "NO_COLOR", "1"));
    try (Progress progress = Progress.on(terminal)) {
      progress.moved(step(1, State.STARTED));
      progress.say("a note");
      progress.moved(step(1, State.DONE));
    }

    String up = "\u001b[1A\r\u001b[J";
    String active = "[1/17] hello/web: waiting until h… 0.0s\n";
    assertThat(text())
        .isEqualTo(
            "\r\u001b[J"
                + active
                + up
                + "a note\n"
                + active
                + up
                + "[1/17] hello/web: waiting until healthy … ok (0.0s)\n"
                + "\r\u001b[J");
    assertThat(active.strip()).hasSizeLessThan(40);
  }

  private String text() {
    err.flush();
    return written.toString(StandardCharsets.UTF_8);
  }

  private static Views.Progress step(int number, State state) {
    return new Views.Progress(number, 17, "hello/web", "waiting until healthy", state);
  }
}
