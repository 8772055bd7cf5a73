package steading.engine;

import java.util.List;

/** Questions about containers that somebody else made. */
public final class Foreign {
  private final ContainerCalls containers;

  Foreign(ContainerCalls containers) {
    this.containers = containers;
  }

  /** By which name or id the container's image was asked for when it was made. */
  public String imageName(String nameOrId) {
    return containers.imageName(nameOrId);
  }

  /**
   * In which parts the container differs from one that {@code spec} would make, names and our own
   * labels aside; empty when it could take its place.
   */
  public List<String> differences(String nameOrId, ContainerSpec spec) {
    return containers.differences(nameOrId, spec);
  }
}
