package steading.app;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.YamlWriter;
import steading.problem.Problems;

/**
 * The text of app.yaml. An edit changes as little as it can: first it tries to touch single values,
 * then to rewrite the one section, and only then the file. Each attempt is read back and taken only
 * if it says exactly what it should.
 */
final class AppText {
  private static final List<String> ORDER =
      List.of(
          "recipe",
          "version",
          "hosts",
          "email",
          "tls",
          "settings",
          "scale",
          "plugins",
          "grants",
          FrontReader.KEY,
          Wishes.KEY,
          "state");

  private AppText() {}

  static String fresh(App app) {
    return YamlWriter.write(AppFile.tree(app));
  }

  /** {@code old} is the text that says {@code before}; the answer says {@code after}. */
  static String edited(String old, App before, App after) {
    Map<String, Object> from = AppFile.tree(before);
    Map<String, Object> to = AppFile.tree(after);
    String text = old;
    App reached = before;
    for (String key : ORDER) {
      Object wanted = to.get(key);
      Object present = from.get(key);
      if (Objects.equals(wanted, present)) {
        continue;
      }
      reached = step(reached, after, key);
      String start = text;
      App goal = reached;
      Optional<String> changed =
          attempt(start, goal, page -> touch(page, key, present, wanted))
              .or(() -> attempt(start, goal, page -> section(page, key, wanted)));
      if (changed.isEmpty()) {
        return headerOf(old) + fresh(after);
      }
      text = changed.get();
    }
    return text;
  }

  private static Optional<String> attempt(String text, App goal, UnaryOperator<Page> edit) {
    return Page.of(text)
        .map(edit)
        .map(Page::text)
        .filter(result ->
            AppFile.parse(AppFile.NAME, result, goal.name(), new Problems())
                .filter(goal::equals)
                .isPresent());
  }

  private static Page touch(
      Page page, String key, @Nullable Object present, @Nullable Object wanted) {
    if (present == null || wanted == null) {
      return section(page, key, wanted);
    }
    return switch (key) {
      case "hosts", "grants" -> page.items(key, texts(wanted));
      case FrontReader.KEY, Wishes.KEY -> section(page, key, wanted);
      case "settings", "scale", "plugins" ->
          entries(page, key, (Map<?, ?>) present, (Map<?, ?>) wanted);
      default -> page.value(List.of(key), wanted);
    };
  }

  private static Page entries(Page page, String section, Map<?, ?> present, Map<?, ?> wanted) {
    Set<Object> names = new LinkedHashSet<>(present.keySet());
    names.addAll(wanted.keySet());
    Page result = page;
    for (Object name : names) {
      Object value = wanted.get(name);
      if (!Objects.equals(value, present.get(name))) {
        List<String> path = List.of(section, String.valueOf(name));
        result = value == null ? result.without(path) : result.value(path, value);
      }
    }
    return result;
  }

  private static Page section(Page page, String key, @Nullable Object wanted) {
    Page without = page.without(List.of(key));
    return wanted == null
        ? without
        : without.inserted(YamlWriter.write(Map.of(key, wanted)), predecessors(key));
  }

  private static List<String> predecessors(String key) {
    return ORDER.subList(0, ORDER.indexOf(key)).reversed();
  }

  private static App step(App app, App after, String key) {
    return switch (key) {
      case "recipe" -> app.withRecipe(after.recipe());
      case "version" -> app.withVersion(after.version());
      case "email" -> app.withEmail(after.email());
      case "hosts" -> app.withHosts(after.hosts());
      case "settings" -> app.withSettings(after.settings());
      case "scale" -> app.withScale(after.scale());
      case "plugins" -> app.withPlugins(after.plugins());
      case FrontReader.KEY -> app.withFront(after.front());
      case Wishes.KEY -> app.withBackup(after.backup());
      case "grants" -> app.withGrants(after.grants());
      default -> app.withRunning(after.running());
    };
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  /** The comment at the top of the file. */
  private static String headerOf(String text) {
    return text.lines()
        .takeWhile(line -> line.isBlank() || line.startsWith("#"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
