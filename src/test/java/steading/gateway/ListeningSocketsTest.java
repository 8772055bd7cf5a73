package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.gateway.ListeningSockets.Holder;

class ListeningSocketsTest {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir private Path directory;

  @Test
  void the_process_that_listens_on_a_port_is_found() throws IOException {
    Path proc = directory.resolve("proc");
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net/tcp"),
        HEADER
            + "   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0"
            + " 4711 1 0\n"
            + "   1: 0100007F:01BB 0100007F:9C40 01 00000000:00000000 00:00000000 00000000 0 0"
            + " 4712 1 0\n");
    Files.writeString(
        proc.resolve("net/tcp6"),
        HEADER
            + "   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000"
            + " 0A 00000000:00000000 00:00000000 00000000 0 0 4713 1 0\n");
    process(proc, "12", "nginx", "nginx: master", 4711);
    process(proc, "13", "docker-proxy", "docker-proxy\0-container-ip\000172.17.0.9\0", 4713);
    ListeningSockets sockets = new ListeningSockets(proc);

    assertThat(sockets.holder(80).orElseThrow().name()).isEqualTo("nginx");
    assertThat(sockets.holder(80).orElseThrow().pid()).isEqualTo(12);
    assertThat(sockets.holder(443)).as("a connection is no listener").isEmpty();
    assertThat(sockets.holder(8080).orElseThrow().arguments())
        .containsSequence("-container-ip", "172.17.0.9");
    Files.delete(proc.resolve("12/fd/3"));
    assertThat(sockets.holder(80)).contains(Holder.UNKNOWN);
  }

  private static void process(Path proc, String pid, String name, String arguments, int socket)
      throws IOException {
    Files.createDirectories(proc.resolve(pid).resolve("fd"));
    Files.writeString(proc.resolve(pid).resolve("comm"), name + "\n");
    Files.writeString(proc.resolve(pid).resolve("cmdline"), arguments);
    Files.createSymbolicLink(proc.resolve(pid).resolve("fd/3"), Path.of("socket:[" + socket + "]"));
  }
}
