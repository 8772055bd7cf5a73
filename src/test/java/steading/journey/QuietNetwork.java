package steading.journey;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A network of its own with one way out, to this machine. Chromium gives up its requests whenever
 * an interface comes or goes anywhere beside it, and on a machine with an Engine they do all the
 * time.
 */
final class QuietNetwork implements AutoCloseable {
  private final String name;
  private final String net;
  private final int first;

  private QuietNetwork(String name, String net, int first) {
    this.name = name;
    this.net = net;
    this.first = first;
  }

  static QuietNetwork make() {
    PrivateEngine.needsRoot();
    byte[] random = new byte[2];
    new Random().nextBytes(random);
    QuietNetwork network =
        new QuietNetwork(
            "quiet" + HexFormat.of().formatHex(random),
            "10.232." + (random[0] & 0xff) + ".",
            random[1] & 0xfc);
    network.connect();
    return network;
  }

  private void connect() {
    ip("netns", "add", name);
    ip("link", "add", name, "type", "veth", "peer", "name", "inside", "netns", name);
    ip("address", "add", machine() + "/30", "dev", name);
    ip("link", "set", name, "up");
    // An address that the kernel makes up later would be a change, too.
    ip("-n", name, "link", "set", "inside", "addrgenmode", "none");
    ip("-n", name, "address", "add", inside() + "/30", "dev", "inside");
    ip("-n", name, "link", "set", "inside", "up");
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", name, "route", "add", "default", "via", machine());
  }

  /** Where those inside find this machine. */
  String machine() {
    return net + (first + 1);
  }

  /** Where this machine finds those inside. */
  String inside() {
    return net + (first + 2);
  }

  /** How a command begins that is to run inside. */
  List<String> enter() {
    return List.of("ip", "netns", "exec", name);
  }

  @Override
  public void close() {
    ip("link", "delete", name);
    ip("netns", "delete", name);
  }

  private static void ip(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    PrivateEngine.run(command);
  }
}
