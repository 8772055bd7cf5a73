package steading.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import steading.problem.Problem;

/**
 * The socket of HAProxy's master process, on the host's side of the bind mount. Through it a
 * command reaches the master itself, the current worker ({@code @1}) or a former one
 * ({@code @!pid}).
 */
final class MasterSocket {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What the kernel's address of a socket has room for. */
  private static final int LONGEST = 107;

  private final Path socket;

  private MasterSocket(Path socket) {
    this.socket = socket;
  }

  static MasterSocket in(Path directory) {
    Path socket = directory.toAbsolutePath().resolve("master.sock");
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw Problem.failed(
              "gateway.path-too-long",
              "The path of the gateway's socket is too long: " + socket,
              "give STEADING_HOME a shorter path")
          .raise();
    }
    return new MasterSocket(socket);
  }

  String ask(String command) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Selector selector = Selector.open()) {
      ByteBuffer question = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII));
      while (question.hasRemaining()) {
        channel.write(question);
      }
      // Without this the master waits for a further command.
      channel.shutdownOutput();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return answer(channel, selector, deadline);
    }
  }

  private static String answer(SocketChannel channel, Selector selector, long deadline)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    int count;
    while ((count = channel.read(buffer.clear())) >= 0) {
      answer.write(buffer.array(), 0, count);
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the gateway did not answer in time");
      }
      if (count == 0) {
        selector.select(left);
        selector.selectedKeys().clear();
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
