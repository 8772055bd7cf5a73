package steading.capsule.repo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.engine.ContainerSpec.FileSpec;

/**
 * A container of Azure's blob storage. Debian's restic has no part for it, so rclone does the
 * talking; the objects are the same, and a restic that has that part reads them.
 *
 * @param suffix what comes after the account's name, as {@code blob.core.windows.net}
 */
public record Azure(String account, String container, String prefix, String suffix)
    implements Place {
  static final String KIND = "azure";
  static final String SUFFIX = "blob.core.windows.net";
  static final String KEY = "account-key";
  static final String SAS = "sas";

  /** restic tries again by itself, and says so. */
  private static final String ARGUMENTS =
      "rclone.args=serve restic --stdio --low-level-retries 2 --contimeout 15s --timeout 1m";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String shown() {
    return url() + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  /** Of the container. */
  String url() {
    return "https://" + account + "." + suffix + "/" + container;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("account", account);
    settings.put("container", container);
    if (!prefix.isEmpty()) {
      settings.put("prefix", prefix);
    }
    if (!suffix.equals(SUFFIX)) {
      settings.put("suffix", suffix);
    }
    return settings;
  }

  @Override
  public List<Credential> credentials() {
    return List.of(
        Credential.optional(KEY, "Account key (empty if you have a shared access signature)"),
        Credential.optional(SAS, "Shared access signature of the container (empty with a key)"));
  }

  @Override
  public Access access(Map<String, String> secrets) {
    String sas = S3.known(secrets, SAS);
    String login =
        sas.isEmpty()
            ? "account = " + account + "\nkey = " + S3.known(secrets, KEY) + "\n"
            : "sas_url = " + url() + "?" + sas.replaceFirst("^\\?", "") + "\n";
    FileSpec configuration =
        Access.file(
            "rclone.conf", "[azure]\ntype = azureblob\n" + login + "endpoint = " + suffix + "\n");
    return Access.ofServer(
        "rclone:azure:" + container + (prefix.isEmpty() ? "" : "/" + prefix),
        Map.of("RCLONE_CONFIG", configuration.path()),
        Map.of(),
        List.of(configuration),
        List.of(ARGUMENTS));
  }
}
