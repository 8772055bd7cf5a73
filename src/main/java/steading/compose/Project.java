package steading.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A Compose project, fully resolved: interpolated, merged, validated. Maps keep the order of the
 * file.
 */
public record Project(
    String name,
    Map<String, Service> services,
    Map<String, Network> networks,
    Map<String, Volume> volumes,
    Map<String, FileSource> configs,
    Map<String, FileSource> secrets,
    Origin origin) {

  /** A project that was not read from files. */
  public Project(
      String name,
      Map<String, Service> services,
      Map<String, Network> networks,
      Map<String, Volume> volumes,
      Map<String, FileSource> configs,
      Map<String, FileSource> secrets) {
    this(name, services, networks, volumes, configs, secrets, Origin.NONE);
  }

  public Project {
    services = ordered(services);
    networks = ordered(networks);
    volumes = ordered(volumes);
    configs = ordered(configs);
    secrets = ordered(secrets);
  }

  /** The project without the services whose profiles are all switched off. */
  public Project active(Set<String> switchedOn) {
    Map<String, Service> active = new LinkedHashMap<>(services);
    active
        .values()
        .removeIf(service ->
            !service.profiles().isEmpty() && Collections.disjoint(service.profiles(), switchedOn));
    return new Project(name, active, networks, volumes, configs, secrets, origin);
  }

  /** The project with other services and sources of files, as it is after being moved. */
  public Project with(
      Map<String, Service> changedServices,
      Map<String, FileSource> changedConfigs,
      Map<String, FileSource> changedSecrets,
      Origin changedOrigin) {
    return new Project(
        name, changedServices, networks, volumes, changedConfigs, changedSecrets, changedOrigin);
  }

  static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
