package steading.capsule.repo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.engine.ContainerSpec.FileSpec;

/**
 * A bucket of Amazon's S3 or of a server that speaks like it.
 *
 * @param endpoint as {@code https://host[:port]}
 * @param prefix of all objects; may be empty
 */
public record S3(String endpoint, String bucket, String prefix, @Nullable String region)
    implements Place {
  static final String KIND = "s3";
  static final String KEY = "access-key-id";
  static final String SECRET = "secret-access-key";
  static final String TOKEN = "session-token";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String shown() {
    return endpoint + "/" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("endpoint", endpoint);
    settings.put("bucket", bucket);
    if (!prefix.isEmpty()) {
      settings.put("prefix", prefix);
    }
    if (region != null) {
      settings.put("region", region);
    }
    return settings;
  }

  @Override
  public List<Credential> credentials() {
    return List.of(
        Credential.text(KEY, "Access key id"),
        Credential.text(SECRET, "Secret access key"),
        Credential.optional(TOKEN, "Session token, if there is one"));
  }

  @Override
  public Access access(Map<String, String> secrets) {
    StringBuilder text = new StringBuilder("[default]\n");
    text.append("aws_access_key_id = ").append(known(secrets, KEY)).append('\n');
    text.append("aws_secret_access_key = ").append(known(secrets, SECRET)).append('\n');
    if (secrets.containsKey(TOKEN)) {
      text.append("aws_session_token = ").append(known(secrets, TOKEN)).append('\n');
    }
    FileSpec credentials = Access.file("aws", text.toString());
    List<String> options = region == null ? List.of() : List.of("s3.region=" + region);
    return Access.ofServer(
        "s3:" + shown(),
        Map.of("AWS_SHARED_CREDENTIALS_FILE", credentials.path()),
        Map.of(),
        List.of(credentials),
        options);
  }

  static String known(Map<String, String> secrets, String name) {
    return Objects.requireNonNullElse(secrets.get(name), "");
  }
}
