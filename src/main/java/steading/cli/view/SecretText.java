package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** That a secret was taken. */
public final class SecretText implements View {
  @Override
  public void show(JsonNode answer, Page page) {
    page.line("The secret " + Page.text(answer, "secret") + " is kept, encrypted.");
  }
}
