package steading.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table =
      new Table("NAME", "STATE", "DETAIL")
          .row(1, "tickets", "running", "")
          .row(1, "wiki\u001b[2J", "failed", "the database does not answer since noon");

  @Test
  void columnsAreAlignedAndPlainElsewhere() {
    assertThat(printed(false, Integer.MAX_VALUE))
        .isEqualTo(
            """
            NAME      STATE    DETAIL
            tickets   running
            wiki?[2J  failed   the database does not answer since noon
            """);
  }

  @Test
  void aNarrowTerminalCutsTheLastColumn() {
    assertThat(printed(false, 40).lines())
        .allMatch(line -> line.length() <= 40)
        .last()
        .isEqualTo("wiki?[2J  failed   the database does no…");
  }

  @Test
  void statesAreColouredOnATerminal() {
    assertThat(printed(true, 80))
        .contains("\u001b[32mrunning\u001b[0m", "\u001b[31mfailed\u001b[0m", "\u001b[1mNAME");
  }

  private String printed(boolean colours, int width) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    table.print(stream, new Style(colours), width);
    return out.toString(StandardCharsets.UTF_8);
  }
}
