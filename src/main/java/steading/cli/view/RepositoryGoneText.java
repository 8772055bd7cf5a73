package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** A repository that Steading no longer uses. */
public final class RepositoryGoneText implements View {
  @Override
  public void show(JsonNode gone, Page page) {
    page.line(
        "Repository "
            + Page.text(gone, "name")
            + " is forgotten; what lies in "
            + Page.text(gone, "place")
            + " is as it was.");
  }
}
