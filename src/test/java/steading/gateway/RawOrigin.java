package steading.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An origin that keeps every byte, and answers each request that it understands beyond doubt. */
final class RawOrigin implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<ByteArrayOutputStream> connections = new ConcurrentLinkedQueue<>();

  RawOrigin() {
    try {
      server = new ServerSocket(0, 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = threads.submit(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** What came over each connection. */
  List<byte[]> connections() {
    return connections.stream().map(ByteArrayOutputStream::toByteArray).toList();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        var _ = threads.submit(() -> serve(socket));
      } catch (IOException e) {
        // Closed: the test is over.
        return;
      }
    }
  }

  private void serve(Socket socket) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    connections.add(all);
    int answered = 0;
    try (socket) {
      InputStream input = socket.getInputStream();
      byte[] buffer = new byte[65536];
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        all.write(buffer, 0, count);
        StrictReader.Result result = StrictReader.read(all.toByteArray());
        for (; answered < result.targets().size(); answered++) {
          socket.getOutputStream().write(ANSWER);
        }
        if (!result.doubt().isEmpty()) {
          return;
        }
      }
    } catch (IOException e) {
      // The gateway left; what came so far is kept.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
