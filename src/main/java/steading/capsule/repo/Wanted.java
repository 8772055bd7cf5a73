package steading.capsule.repo;

import java.util.Map;

/**
 * A repository that somebody wants to have.
 *
 * @param secrets what the place asks for; with a password, a repository that is there already
 */
public record Wanted(String name, Place place, Map<String, String> secrets, Terms terms) {
  public Wanted {
    secrets = Map.copyOf(secrets);
  }

  Wanted at(Place other) {
    return new Wanted(name, other, secrets, terms);
  }

  @Override
  public String toString() {
    return "Wanted[" + name + ", " + place.shown() + "]";
  }
}
