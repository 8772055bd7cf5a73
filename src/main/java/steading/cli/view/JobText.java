package steading.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How a job ended. */
public final class JobText implements View {
  @Override
  public void show(JsonNode run, Page page) {
    int exit = run.path("exitCode").asInt();
    String took = String.format(Locale.ROOT, "%.1fs", run.path("milliseconds").asLong() / 1000.0);
    String how = exit == 0 ? page.style().good("ok") : page.style().bad("exit code " + exit);
    page.line(Page.text(run, "job") + ": " + how + " (" + took + ")");
  }
}
