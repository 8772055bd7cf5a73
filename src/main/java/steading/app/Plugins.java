package steading.app;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Exit;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Shown;

/**
 * The packages that extend an app. Their names and versions become words of a build, so only what
 * package indexes themselves allow passes: nothing that a shell or a package tool could take for an
 * option, an address or a path.
 */
public final class Plugins {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]{0,63}");
  private static final Pattern REQUIREMENT = Pattern.compile("(?<name>[^=]*)(?:==(?<version>.*))?");

  private Plugins() {}

  /**
   * @param name in the one spelling that an index takes all others for
   * @param version null: the newest
   */
  public record Requirement(String name, @Nullable String version) {
    @Override
    public String toString() {
      return version == null ? name : name + "==" + version;
    }
  }

  /** {@code PACKAGE} or {@code PACKAGE==VERSION}; empty when a problem was added. */
  public static Optional<Requirement> requirement(String text, Problems problems) {
    Matcher matcher = REQUIREMENT.matcher(text);
    String name = matcher.matches() ? matcher.group("name") : text;
    String version = matcher.matches() ? matcher.group("version") : null;
    Problems own = new Problems();
    checkName(name, null, own);
    if (version != null) {
      checkVersion(name, version, null, own);
    }
    own.list().forEach(problems::add);
    return own.any() ? Optional.empty() : Optional.of(new Requirement(canonical(name), version));
  }

  static Map<String, String> read(Fields fields, Problems problems) {
    Map<String, String> plugins = new TreeMap<>();
    fields
        .entries("plugins")
        .forEach((name, entry) -> {
          checkName(name, entry.keyPlace(), problems);
          String version = entry.value() instanceof Node.Scalar scalar ? scalar.text() : "";
          checkVersion(name, version, entry.value().place(), problems);
          if (plugins.put(canonical(name), version) != null) {
            problems.at(
                entry.keyPlace(),
                "plugin.twice",
                "the plugin " + canonical(name) + " is listed twice",
                "remove one of them");
          }
        });
    return plugins;
  }

  /** As a build gets them: every one with its version, in a fixed order. */
  public static String words(Map<String, String> plugins) {
    return plugins.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(plugin -> plugin.getKey() + "==" + plugin.getValue())
        .collect(Collectors.joining(" "));
  }

  /** The spelling of package indexes: Some_Plugin and some.plugin are one. */
  public static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private static void checkName(String name, @Nullable Place place, Problems problems) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          bad(
              place,
              "plugin.bad-name",
              Shown.quoted(name) + " cannot be the name of a package",
              "use letters, digits, dots, dashes and underscores, such as pretix-pages"));
    }
  }

  private static void checkVersion(
      String name, String version, @Nullable Place place, Problems problems) {
    if (!VERSION.matcher(version).matches()) {
      problems.add(
          bad(
              place,
              "plugin.bad-version",
              Shown.quoted(version) + " cannot be the version of " + Shown.quoted(name),
              "write one version as its index has it, such as 1.6.0"));
    }
  }

  private static Problem bad(@Nullable Place place, String code, String what, String fix) {
    return new Problem(code, Exit.USAGE, place, what, null, fix);
  }
}
