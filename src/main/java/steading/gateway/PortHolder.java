package steading.gateway;

import java.io.IOException;
import java.nio.file.Path;
import steading.app.Home;
import steading.engine.Engine;
import steading.gateway.ListeningSockets.Holder;
import steading.problem.Problem;

/** Finds out who holds a port that the gateway wants, as far as this account may see it. */
final class PortHolder {
  private final Engine engine;
  private final ListeningSockets sockets = new ListeningSockets(Path.of("/proc"));

  PortHolder(Engine engine) {
    this.engine = engine;
  }

  Problem problem(String engineSays, Home home) {
    int port = port(engineSays, home);
    String variable = port == home.httpPort() ? "STEADING_HTTP_PORT" : "STEADING_HTTPS_PORT";
    return Problem.failed(
            "gateway.port-taken",
            "The gateway cannot have port " + port + ": " + holder(port) + " holds it",
            "stop that, or set "
                + variable
                + " (or the same in steading.yaml) to a port that is free")
        .because(engineSays);
  }

  /** The one of our ports that the Engine's message names. */
  private static int port(String engineSays, Home home) {
    return engineSays.matches("(?s).*:" + home.httpPort() + "\\b.*")
        ? home.httpPort()
        : home.httpsPort();
  }

  private String holder(int port) {
    try {
      return sockets
          .holder(port)
          .filter(Holder::known)
          .map(this::described)
          .orElse("another process or container");
    } catch (IOException e) {
      return "another process, which cannot be looked up (" + e.getMessage() + "),";
    }
  }

  private String described(Holder holder) {
    return holder
        .container(engine)
        .map(container -> "the container " + container.name())
        .orElse("the process " + holder.name() + " (" + holder.pid() + ")");
  }
}
