package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of looking whether repositories are whole. */
public final class RepositoryChecks implements View {
  @Override
  public void show(JsonNode checks, Page page) {
    if (checks.isEmpty()) {
      page.line("There is no repository. Make one with: stead repo add local DIRECTORY");
    }
    for (JsonNode check : checks) {
      page.line(Page.text(check, "name") + " is whole" + read(Page.text(check, "read")));
    }
  }

  private static String read(String part) {
    return switch (part) {
      case "" -> "";
      case "all" -> "; every byte was read";
      default -> "; of its data, " + part + " was read";
    };
  }
}
