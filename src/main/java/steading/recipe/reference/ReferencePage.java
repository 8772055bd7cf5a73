package steading.recipe.reference;

import java.util.List;
import java.util.Locale;

/** The format as a page of the manual, in Markdown. */
public final class ReferencePage {
  private static final String START =
      """
      # All that a recipe can say

      What `recipe.yaml` is for, and how a recipe is made, tells [recipe-format.md](recipe-format.md). Keys that are not listed here
      are refused, except those that begin with `x-`. Durations are written `30s`, `10m`, `1h30m`; sizes `512m`, `1.5g` (units of
      1024). `stead recipe schema` prints the same as a JSON Schema, for editors that complete and check YAML; this page is printed by
      `stead recipe reference`.

      """;

  private ReferencePage() {}

  public static String render() {
    List<Key> keys = AnnotatedExample.keys();
    StringBuilder page = new StringBuilder(START);
    table(keys, page);
    for (Key key : keys) {
      if (!key.keys().isEmpty()) {
        page.append("\n## `").append(key.name()).append("`\n\n");
        page.append(introduced(key)).append("\n\n");
        table(key.keys(), page);
        key.notes().forEach(note -> page.append('\n').append(note).append('\n'));
      }
    }
    return page.toString();
  }

  private static String introduced(Key key) {
    String form = key.form();
    String meaning = key.meaning();
    String start = form.substring(0, 1).toUpperCase(Locale.ROOT) + form.substring(1);
    return start + ": " + meaning + '.';
  }

  private static void table(List<Key> keys, StringBuilder page) {
    page.append("| key | value | meaning |\n|---|---|---|\n");
    for (Key key : keys) {
      page.append("| `").append(key.name()).append("` | ").append(value(key));
      page.append(" | ").append(key.meaning()).append(" |\n");
    }
  }

  private static String value(Key key) {
    List<String> choices = key.choices();
    String form = choices.isEmpty() ? key.form() : '`' + String.join("`, `", choices) + '`';
    return key.required() ? form + "; required" : form;
  }
}
