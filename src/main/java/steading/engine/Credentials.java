package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import steading.engine.EngineException.Reason;

/**
 * The person's registry logins, read anew for each use from Docker's config.json. Credential
 * helpers are programs of other people's; they are named in the problem, never run.
 */
record Credentials(Path file) {
  static Credentials of(Map<String, String> environment) {
    String directory = environment.getOrDefault("DOCKER_CONFIG", "");
    return new Credentials(
        directory.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/root"), ".docker", "config.json")
            : Path.of(directory, "config.json"));
  }

  /** The value of X-Registry-Auth, if the person has logged in to this registry. */
  Optional<String> header(String registry) {
    JsonNode config = read();
    if (config.path("credHelpers").has(registry)) {
      throw helper(registry, config.path("credHelpers").path(registry).asText());
    }
    for (Map.Entry<String, JsonNode> login : config.path("auths").properties()) {
      if (isOf(host(login.getKey()), registry)) {
        ObjectNode auth = login(login.getKey(), login.getValue(), config);
        return Optional.of(encode(auth));
      }
    }
    return Optional.empty();
  }

  /** The official registry's login stands under a host of its own, below the registry's name. */
  private static boolean isOf(String host, String registry) {
    return host.equals(registry)
        || (registry.equals(Reference.OFFICIAL) && host.endsWith("." + registry));
  }

  /** The value of X-Registry-Config: every login, for the base images of a build. */
  String all() {
    JsonNode config = read();
    ObjectNode all = Json.object();
    for (Map.Entry<String, JsonNode> login : config.path("auths").properties()) {
      if (login.getValue().has("auth") || login.getValue().has("identitytoken")) {
        all.set(login.getKey(), login(login.getKey(), login.getValue(), config));
      }
    }
    return encode(all);
  }

  private ObjectNode login(String registry, JsonNode login, JsonNode config) {
    ObjectNode auth = Json.object().put("serveraddress", registry);
    String token = login.path("identitytoken").asText("");
    if (!token.isEmpty()) {
      return auth.put("identitytoken", token);
    }
    String encoded = login.path("auth").asText("");
    if (encoded.isEmpty()) {
      throw helper(registry, config.path("credsStore").asText("unknown"));
    }
    String[] pair = decode(registry, encoded).split(":", 2);
    return auth.put("username", pair[0]).put("password", pair.length > 1 ? pair[1] : "");
  }

  private String decode(String registry, String encoded) {
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The cause stays out: it may quote what stands there.
      throw new EngineException(
          Reason.DENIED, "the login for " + registry + " in " + file + " is not readable");
    }
  }

  private EngineException helper(String registry, String helper) {
    return new EngineException(
        Reason.DENIED,
        "the login for %s is kept by the credential helper \"%s\", which Steading does not run; "
                .formatted(registry, helper)
            + "log in without a helper (remove credsStore and credHelpers from "
            + file
            + ", then docker login)");
  }

  private JsonNode read() {
    try {
      return Json.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Json.object();
    } catch (IOException e) {
      // The cause stays out: a parser quotes the text around the mistake.
      throw new EngineException(Reason.DENIED, "the Docker configuration " + file + " is broken");
    }
  }

  private static String host(String address) {
    return address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }

  private static String encode(JsonNode node) {
    return Base64.getUrlEncoder().encodeToString(Json.bytes(node));
  }
}
