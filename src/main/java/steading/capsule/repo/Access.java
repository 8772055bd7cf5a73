package steading.capsule.repo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * @param flags of restic that every command gets
 * @param hosts names and addresses, as {@code NAME:ADDRESS}
 */
public record Access(
    String location,
    List<String> binds,
    Map<String, String> environment,
    Map<String, String> secrets,
    List<FileSpec> files,
    boolean network,
    List<String> options,
    List<String> flags,
    List<String> hosts) {
  /** Where a container finds its files. */
  static final String FILES = "/run/restic/";

  private static final int ONLY_OWNER = 0400;

  public Access {
    binds = List.copyOf(binds);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    files = List.copyOf(files);
    options = List.copyOf(options);
    flags = List.copyOf(flags);
    hosts = List.copyOf(hosts);
  }

  static final Access NONE =
      new Access(
          "", List.of(), Map.of(), Map.of(), List.of(), false, List.of(), List.of(), List.of());

  /** A directory of this machine, which no network leads to. */
  static Access ofDirectory(String host, String inside) {
    return new Access(
        inside,
        List.of(host + ":" + inside),
        Map.of(),
        Map.of(),
        List.of(),
        false,
        List.of(),
        List.of(),
        List.of());
  }

  /** A server; its credentials are files. */
  static Access ofServer(
      String location,
      Map<String, String> environment,
      Map<String, String> secrets,
      List<FileSpec> files,
      List<String> options) {
    return new Access(
        location, List.of(), environment, secrets, files, true, options, List.of(), List.of());
  }

  /** The same on the owner's terms. */
  Access on(Terms terms) {
    List<String> allFlags = new ArrayList<>(flags);
    if (terms.upload() > 0) {
      allFlags.addAll(List.of("--limit-upload", Integer.toString(terms.upload())));
    }
    if (terms.download() > 0) {
      allFlags.addAll(List.of("--limit-download", Integer.toString(terms.download())));
    }
    Map<String, String> variables = new LinkedHashMap<>(environment);
    List<FileSpec> allFiles = new ArrayList<>(files);
    if (terms.authority() != null) {
      FileSpec authority = file("ca.pem", terms.authority());
      allFiles.add(authority);
      allFlags.addAll(List.of("--cacert", authority.path()));
      variables.put("RCLONE_CA_CERT", authority.path());
    }
    List<String> names = new ArrayList<>(hosts);
    terms.hosts().forEach((name, address) -> names.add(name + ":" + address));
    return new Access(
        location, binds, variables, secrets, allFiles, network, options, allFlags, names);
  }

  static FileSpec file(String name, String content) {
    return new FileSpec(FILES + name, content.getBytes(StandardCharsets.UTF_8), 0, 0, ONLY_OWNER);
  }

  @Override
  public String toString() {
    return "Access[" + location + "]";
  }
}
