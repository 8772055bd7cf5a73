package steading.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A mail server for one mail, on port 2525 of a service whose image has Python. */
final class Mailbox {
  private static final String SERVER =
      """
      import socketserver

      class Mailbox(socketserver.StreamRequestHandler):
          def handle(self):
              self.wfile.write(b'220 here\\r\\n')
              inside = False
              for line in self.rfile:
                  if inside and line != b'.\\r\\n':
                      print(line.decode().rstrip(), flush=True)
                      continue
                  word = line[:4].upper()
                  inside = word == b'DATA'
                  answer = {b'DATA': b'354 go on', b'QUIT': b'221 bye'}.get(word, b'250 well')
                  self.wfile.write(answer + b'\\r\\n')
                  if word == b'QUIT':
                      return

      with socketserver.TCPServer(('', 2525), Mailbox) as server:
          server.handle_request()
      """;

  private final Process server;

  private Mailbox(Process server) {
    this.server = server;
  }

  static Mailbox open(Installation stead, String app, String service) {
    return new Mailbox(stead.begin(Map.of(), "exec", app, service, "--", "python", "-c", SERVER));
  }

  /** The mail, once it has come. */
  String await(Duration limit) {
    try {
      if (!server.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        server.destroyForcibly();
        throw new AssertionError("no mail came within " + limit);
      }
      return new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
