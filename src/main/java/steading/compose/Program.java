package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs inside the container. A null command or entry point means the image's own. */
public record Program(
    @Nullable List<String> entrypoint,
    @Nullable List<String> command,
    Map<String, String> environment,
    @Nullable String user,
    @Nullable String workingDir,
    boolean init,
    boolean tty,
    boolean stdinOpen) {

  public static final Program DEFAULT =
      new Program(null, null, Map.of(), null, null, false, false, false);

  public Program {
    entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    command = command == null ? null : List.copyOf(command);
    environment = Project.ordered(environment);
  }

  public Program withCommand(List<String> changed) {
    return new Program(entrypoint, changed, environment, user, workingDir, init, tty, stdinOpen);
  }
}
