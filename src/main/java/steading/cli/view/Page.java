package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import steading.cli.terminal.Clean;
import steading.cli.terminal.Style;
import steading.cli.terminal.Table;

/** Where a view prints. */
public record Page(PrintStream out, Style style, int width) {
  /** The text is the view's own, or cleaned. */
  public void line(String text) {
    out.println(text);
  }

  public void heading(String text) {
    out.println(style.bold(text));
  }

  public void table(Table table) {
    table.print(out, style, width);
  }

  /** A field's text, unable to harm the terminal; empty when it is missing. */
  static String text(JsonNode value, String field) {
    return plain(value.path(field));
  }

  /** As a text, but its line ends stay. */
  static String lines(JsonNode value, String field) {
    JsonNode found = value.path(field);
    return found.isNull() ? "" : Clean.lines(found.asText(""));
  }

  static String plain(JsonNode value) {
    return value.isNull() ? "" : Clean.line(value.asText(""));
  }

  static String cleaned(String text) {
    return Clean.line(text);
  }

  static String list(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(each -> texts.add(plain(each)));
    return String.join(", ", texts);
  }

  static boolean has(JsonNode value, String field) {
    return !text(value, field).isEmpty();
  }
}
