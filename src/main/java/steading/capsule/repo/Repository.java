package steading.capsule.repo;

import java.util.Map;
import java.util.Objects;

/**
 * A restic repository of this installation.
 *
 * @param secrets its password, and what its place asks for besides
 */
public record Repository(String name, Place place, Map<String, String> secrets, Terms terms) {
  /** The secret that every repository has. */
  public static final String PASSWORD = "password";

  public Repository {
    secrets = Map.copyOf(secrets);
  }

  public String password() {
    return Objects.requireNonNull(secrets.get(PASSWORD), name);
  }

  public Access access() {
    return place.access(secrets).on(terms);
  }

  @Override
  public String toString() {
    return "Repository[" + name + ", " + place.shown() + "]";
  }
}
