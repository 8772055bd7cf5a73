package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command that is run inside a running container when it has started or is about to stop. */
public record Hook(
    List<String> command,
    @Nullable String user,
    boolean privileged,
    @Nullable String workingDir,
    Map<String, String> environment) {

  public Hook {
    command = List.copyOf(command);
    environment = Project.ordered(environment);
  }

  /** Names no values: secrets may travel in the environment. */
  @Override
  public String toString() {
    return "Hook[" + command + ", environment=" + environment.keySet() + "]";
  }
}
