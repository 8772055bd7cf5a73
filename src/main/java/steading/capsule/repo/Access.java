package steading.capsule.repo;

import java.util.List;
import java.util.Map;
import steading.engine.ContainerSpec.FileSpec;

/**
 * What restic's container needs to get at a repository.
 *
 * @param location as restic's {@code --repo}; it names no secret
 * @param binds directories of the host, as {@code host:container[:ro]}
 * @param environment what everybody may read
 * @param secrets further variables; they reach restic through files, so that the Engine does not
 *     show them
 * @param files such as a key of SSH, written before the container starts
 * @param network whether the repository is reached through one
 * @param options restic's own, such as {@code sftp.args=…}
 */
public record Access(
    String location,
    List<String> binds,
    Map<String, String> environment,
    Map<String, String> secrets,
    List<FileSpec> files,
    boolean network,
    List<String> options) {
  public Access {
    binds = List.copyOf(binds);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    files = List.copyOf(files);
    options = List.copyOf(options);
  }

  static final Access NONE =
      new Access("", List.of(), Map.of(), Map.of(), List.of(), false, List.of());

  /** A directory of this machine, which no network leads to. */
  static Access ofDirectory(String host, String inside) {
    return new Access(
        inside, List.of(host + ":" + inside), Map.of(), Map.of(), List.of(), false, List.of());
  }

  @Override
  public String toString() {
    return "Access[" + location + "]";
  }
}
