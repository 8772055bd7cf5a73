package steading.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which package may know which: the order of our own, and the fences around libraries. */
final class PackageRules {
  /** A package may use itself and those before it. */
  static final List<String> ORDER =
      List.of(
          "problem", "compose", "recipe", "app", "engine", "image", "plan", "apply", "gateway",
          "capsule", "upgrade", "tenant", "watch", "daemon", "api", "console", "cli");

  /** The only package that may use the library whose names begin so. */
  static final Map<String, String> FENCES =
      Map.of(
          "com.github.dockerjava.", "engine",
          "org.bouncycastle.", "gateway",
          "org.shredzone.", "gateway",
          "org.xbill.", "gateway",
          "org.snakeyaml.", "compose",
          "java.sql.", "apply",
          "org.sqlite.", "apply",
          "picocli.", "cli");

  private static final Set<String> EMPTY_NAMES =
      Set.of("util", "utils", "common", "impl", "model", "service", "manager");

  private static final String OURS = "steading.";

  private PackageRules() {}

  static List<String> brokenOrder(List<CompiledClass> classes) {
    List<String> broken = new ArrayList<>();
    for (CompiledClass type : classes) {
      int own = rank(type.name());
      if (own < 0) {
        broken.add(type.name() + " is in no known package; add its package to the order");
      }
      for (String mention : type.mentions()) {
        if (own >= 0 && mention.startsWith(OURS) && rank(mention) > own) {
          broken.add(
              "%s uses %s, but %s comes after %s"
                  .formatted(type.name(), mention, top(mention), top(type.name())));
        }
      }
    }
    return broken;
  }

  static List<String> brokenFences(List<CompiledClass> classes) {
    List<String> broken = new ArrayList<>();
    for (CompiledClass type : classes) {
      for (String mention : type.mentions()) {
        fence(mention)
            .filter(only -> !only.equals(top(type.name())))
            .ifPresent(only ->
                broken.add(
                    "%s uses %s, which belongs to %s alone".formatted(type.name(), mention, only)));
      }
    }
    return broken;
  }

  static List<String> emptyPackageNames(List<CompiledClass> classes) {
    List<String> broken = new ArrayList<>();
    for (CompiledClass type : classes) {
      List<String> parts = List.of(type.name().split("\\.", -1));
      for (String part : parts.subList(0, parts.size() - 1)) {
        if (EMPTY_NAMES.contains(part)) {
          broken.add("%s: a package named %s says nothing".formatted(type.name(), part));
        }
      }
    }
    return broken;
  }

  private static Optional<String> fence(String mention) {
    return FENCES.entrySet().stream()
        .filter(fence -> mention.startsWith(fence.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static int rank(String className) {
    return ORDER.indexOf(top(className));
  }

  /** The package right under ours; a class outside every such package gives its own name. */
  private static String top(String className) {
    String rest = className.startsWith(OURS) ? className.substring(OURS.length()) : className;
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
