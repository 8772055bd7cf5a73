package steading.capsule.repo;

import java.util.List;
import java.util.Map;

/**
 * A directory of a server that speaks restic's own protocol, such as rest-server.
 *
 * @param url with a slash at its end
 */
public record Rest(String url) implements Place {
  static final String KIND = "rest";
  static final String USER = "user";
  static final String LOGIN = "login-password";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String shown() {
    return url;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", url);
  }

  @Override
  public List<Credential> credentials() {
    return List.of(
        Credential.optional(USER, "User (empty if the server asks for none)"),
        Credential.optional(LOGIN, "Password of that user"));
  }

  @Override
  public Access access(Map<String, String> secrets) {
    Map<String, String> login =
        secrets.containsKey(USER)
            ? Map.of(
                "RESTIC_REST_USERNAME",
                S3.known(secrets, USER),
                "RESTIC_REST_PASSWORD",
                S3.known(secrets, LOGIN))
            : Map.of();
    return Access.ofServer("rest:" + url, Map.of(), login, List.of(), List.of());
  }
}
