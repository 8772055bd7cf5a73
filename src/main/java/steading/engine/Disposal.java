package steading.engine;

/** Removes containers that nobody will ever want back. */
public final class Disposal {
  private final ContainerCalls containers;

  public Disposal(Engine engine) {
    this.containers = engine.containers;
  }

  /** Together with every volume without a name that only this container has. */
  public void remove(String nameOrId) {
    containers.remove(nameOrId, true);
  }
}
