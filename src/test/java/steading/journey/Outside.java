package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import steading.engine.Engine;
import steading.engine.Engine.ExecSpec;

/** Something outside of every container that answers: a socket of this machine's. */
final class Outside implements AutoCloseable {
  private final Engine engine;
  private final ServerSocket socket;
  private final String address;

  Outside(Engine engine) throws IOException {
    this.engine = engine;
    this.socket = new ServerSocket(0);
    try (DatagramSocket way = new DatagramSocket()) {
      // Sends nothing, but asks the system which of its addresses leads to the world.
      way.connect(new InetSocketAddress("192.0.2.1", 9));
      this.address = way.getLocalAddress().getHostAddress();
    }
    assertThat(address).isNotEqualTo("0.0.0.0");
  }

  boolean isReachedFrom(String container) {
    String place = address + "/" + socket.getLocalPort();
    return engine
            .execAndWait(
                container,
                ExecSpec.of("timeout", "20", "bash", "-c", "exec 3<>/dev/tcp/" + place),
                Duration.ofMinutes(2))
            .code()
        == 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
