package steading.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.gateway.ListeningSockets;
import steading.gateway.ListeningSockets.Holder;

/** Whether a port of the installation is the gateway's, free, or somebody else's. */
final class PortCheck {
  private static final int CONNECT_MILLIS = 2000;

  /** They listen on behalf of containers. */
  private static final Set<String> HELPERS =
      Set.of("docker-proxy", "rootlesskit", "rootlessport", "slirp4netns", "dockerd");

  private final Engine engine;
  private final ListeningSockets sockets;
  private final String gateway;
  private final boolean needed;

  /**
   * @param gateway the name of the gateway's container
   * @param needed whether an app is to be reached through the gateway
   */
  PortCheck(Engine engine, ListeningSockets sockets, String gateway, boolean needed) {
    this.engine = engine;
    this.sockets = sockets;
    this.gateway = gateway;
    this.needed = needed;
  }

  List<Finding> look(int port, String setting) throws IOException {
    String check = "port " + port;
    boolean running = engine.container(gateway).filter(ContainerSeen::running).isPresent();
    Optional<Holder> holder = sockets.holder(port);
    Optional<String> container =
        holder.flatMap(each -> each.container(engine)).map(ContainerSeen::name);
    boolean helper = holder.isPresent() && HELPERS.contains(holder.get().name());
    boolean foreign =
        container
            .map(name -> !name.equals(gateway))
            .orElse(holder.isPresent() && (!running || (holder.get().known() && !helper)));
    if (foreign) {
      return List.of(
          taken(
              check,
              container.map(name -> "the container " + name).orElse(process(holder.get())),
              setting));
    }
    if (!running) {
      return List.of(Finding.ok(check, "free"));
    }
    return List.of(
        answers(port)
            ? Finding.ok(check, "the gateway answers there")
            : Finding.error(
                check,
                "the gateway runs, but nobody answers on this port",
                "see `docker logs %s`, and whether a firewall blocks the port".formatted(gateway)));
  }

  private Finding taken(String check, String who, String setting) {
    String what = who + " holds it, so the gateway cannot have it";
    String fix =
        "stop that, or set %s (or the same in steading.yaml) to a port that is free"
            .formatted(setting);
    return needed ? Finding.error(check, what, fix) : Finding.warning(check, what, fix);
  }

  private static String process(Holder holder) {
    return holder.known()
        ? "the process %s (%d)".formatted(holder.name(), holder.pid())
        : "another process, which this account may not look at,";
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
