package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What the doctor found, the bad news included. */
public final class FindingList implements View {
  private static final String INDENT = " ".repeat(8);

  @Override
  public void show(JsonNode findings, Page page) {
    for (JsonNode finding : findings) {
      String level = Page.text(finding, "level");
      String check = Page.has(finding, "check") ? Page.text(finding, "check") + ": " : "";
      page.line(
          page.style().state(level, "%-8s".formatted(level))
              + check
              + indented(Page.lines(finding, "what")));
      if (Page.has(finding, "fix")) {
        page.line(INDENT + "Fix: " + indented(Page.lines(finding, "fix")));
      }
    }
    if (findings.isEmpty()) {
      page.line("Nothing is wrong.");
    }
  }

  /** A container's last lines stay lines, set apart from the next finding. */
  private static String indented(String lines) {
    return lines.strip().replace("\n", "\n" + INDENT);
  }
}
