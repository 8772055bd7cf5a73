package steading.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aligned columns; the last one gives way when the terminal is narrow. */
public final class Table {
  private static final int SHORTEST = 12;

  private final List<String> heads;
  private final List<List<Cell>> rows = new ArrayList<>();

  public Table(String... heads) {
    this.heads = List.of(heads);
  }

  /**
   * @param state colours the cell; null for none
   */
  private record Cell(String text, @Nullable String state) {}

  public Table row(String... cells) {
    return row(-1, cells);
  }

  /** One cell is coloured by the state that it shows. */
  public Table row(int stateColumn, String... cells) {
    List<Cell> row = new ArrayList<>(cells.length);
    for (int i = 0; i < cells.length; i++) {
      String text = Clean.line(cells[i]);
      row.add(new Cell(text, i == stateColumn ? text : null));
    }
    rows.add(row);
    return this;
  }

  public void print(PrintStream out, Style style, int width) {
    int[] widths = new int[heads.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = length(heads.get(i));
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], length(row.get(i).text()));
      }
    }
    narrow(widths, width);
    List<Cell> head = new ArrayList<>();
    heads.forEach(text -> head.add(new Cell(text, null)));
    print(out, style, widths, head, true);
    rows.forEach(row -> print(out, style, widths, row, false));
  }

  private static void print(
      PrintStream out, Style style, int[] widths, List<Cell> row, boolean head) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Cell cell = row.get(i);
      String text = cut(cell.text(), widths[i]);
      String shown = cell.state() == null ? text : style.state(cell.state(), text);
      line.append(head ? style.bold(text) : shown);
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - length(text) + 2));
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private static void narrow(int[] widths, int width) {
    int total = 2 * (widths.length - 1);
    for (int each : widths) {
      total += each;
    }
    for (int i = widths.length - 1; i >= 0 && total > width; i--) {
      int less = Math.min(total - width, Math.max(0, widths[i] - SHORTEST));
      widths[i] -= less;
      total -= less;
    }
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static String cut(String text, int width) {
    if (length(text) <= width) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }
}
