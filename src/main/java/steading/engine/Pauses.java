package steading.engine;

/** Holds running containers still: their processes stop where they are, and go on later. */
public final class Pauses {
  private final ContainerCalls containers;

  public Pauses(Engine engine) {
    this.containers = engine.containers;
  }

  /** What is held still already stays so. */
  public void pause(String nameOrId) {
    containers.pause(nameOrId);
  }

  /** What is not held still stays as it is. */
  public void resume(String nameOrId) {
    containers.unpause(nameOrId);
  }
}
