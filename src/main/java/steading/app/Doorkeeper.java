package steading.app;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import steading.problem.Problem;
import steading.problem.Problems;
import steading.recipe.Recipe;
import steading.recipe.Shown;

/**
 * The passwords of those who may enter: secrets of the app, generated where the owner gives none.
 */
public final class Doorkeeper {
  /** Before a user's name: the secret, and the word of {@code stead set}. */
  public static final String PREFIX = "password.";

  private static final int LENGTH = 20;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 200;

  private Doorkeeper() {}

  /** Those who may enter some route of the app. */
  static SortedSet<String> users(App app, Recipe recipe) {
    SortedSet<String> users = new TreeSet<>();
    for (Door door : Door.of(app, recipe)) {
      List<String> named = door.options().users();
      users.addAll(named == null ? List.of() : named);
    }
    return users;
  }

  /** Refuses a password that no browser could send, or for somebody nobody knows. */
  static void check(String user, String password, SortedSet<String> users, Problems problems) {
    if (!users.contains(user)) {
      problems.add(
          Problem.usage(
              "password.unknown-user",
              "no route lets in a user named " + Shown.quoted(user),
              users.isEmpty()
                  ? "name users in app.yaml first: gateway: {routes: {SERVICE: {users: [ann]}}}"
                  : "choose one of " + String.join(", ", users)));
    }
    if (password.length() < SHORTEST
        || password.length() > LONGEST
        || password.codePoints().anyMatch(Shown::isHostile)) {
      problems.add(
          Problem.usage(
              "password.bad",
              "the password of " + Shown.quoted(user) + " cannot be used",
              "use " + SHORTEST + " to " + LONGEST + " characters, no invisible ones among them"));
    }
  }

  static List<Recipe.Secret> secrets(App app, Recipe recipe) {
    return users(app, recipe).stream()
        .map(user -> new Recipe.Secret(PREFIX + user, LENGTH, "", "password of " + user))
        .toList();
  }

  /** Of all secrets those that are passwords, by the user's name. */
  static Map<String, String> passwords(Map<String, String> secrets) {
    Map<String, String> passwords = new TreeMap<>();
    secrets.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        passwords.put(name.substring(PREFIX.length()), value);
      }
    });
    return passwords;
  }
}
