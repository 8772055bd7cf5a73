package steading.capsule.repo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.engine.ContainerSpec.FileSpec;

/**
 * A directory of a server that speaks SFTP.
 *
 * @param path absolute, or from the account's own directory
 * @param hostKey the only key that the server may show, as {@code ssh-ed25519 AAAA…}
 */
public record Sftp(String user, String host, int port, String path, String hostKey)
    implements Place {
  static final String KIND = "sftp";
  static final String KEY = "private-key";
  static final int PORT = 22;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String shown() {
    String at = user + "@" + (port == PORT ? bracketed() : "[" + host + "]:" + port);
    return at + ":" + path;
  }

  private String bracketed() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("user", user);
    settings.put("host", host);
    if (port != PORT) {
      settings.put("port", Integer.toString(port));
    }
    settings.put("path", path);
    settings.put("host-key", hostKey);
    return settings;
  }

  @Override
  public List<Credential> credentials() {
    return List.of(
        new Credential(KEY, "File with the private key, which has no passphrase", true, true));
  }

  /** The same server, known by its key. */
  Sftp knownBy(String key) {
    return new Sftp(user, host, port, path, key);
  }

  @Override
  public Access access(Map<String, String> secrets) {
    String slash = path.startsWith("/") ? "/" : "";
    return Access.ofServer(
        "sftp://"
            + user
            + "@"
            + bracketed()
            + ":"
            + port
            + "/"
            + slash
            + path.replaceFirst("^/", ""),
        Map.of(),
        Map.of(),
        files(secrets),
        List.of("sftp.args=" + String.join(" ", arguments())));
  }

  /** Of ssh and sftp: nothing of whoever runs them, only what is given here. */
  static List<String> arguments() {
    return List.of(
        "-F",
        "/dev/null",
        "-i",
        Access.FILES + "key",
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "BatchMode=yes",
        "-o",
        "UserKnownHostsFile=" + Access.FILES + "known_hosts",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "ConnectTimeout=15",
        "-o",
        "ServerAliveInterval=15",
        "-o",
        "ServerAliveCountMax=4");
  }

  private List<FileSpec> files(Map<String, String> secrets) {
    String name = port == PORT ? host : "[" + host + "]:" + port;
    return List.of(
        Access.file("key", S3.known(secrets, KEY).strip() + "\n"),
        Access.file("known_hosts", name + " " + hostKey + "\n"));
  }
}
