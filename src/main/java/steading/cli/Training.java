package steading.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import steading.cli.terminal.Terminal;

/**
 * Walks the paths that people take most, for the JVM to record what they load: a command that finds
 * its classes prepared takes half the time. Every recorded class is loaded by every command, so the
 * daemon's end of the socket is only words here. Needs no Engine and leaves nothing behind.
 */
public final class Training {
  private static final String STORY =
      """
      {"frame":"plan","value":{"app":"app","changes":true,"steps":[{"id":1,"kind":"start-container",\
      "target":"app/web","text":"start","because":"it is new","interrupts":null,"needs":[]}],\
      "interrupts":[],"destroys":[]}}
      {"frame":"progress","value":{"step":1,"of":1,"target":"app/web","text":"start","state":"STARTED"}}
      {"frame":"progress","value":{"step":1,"of":1,"target":"app/web","text":"start","state":"DONE"}}
      """;
  private static final String ROWS =
      """
      {"frame":"result","value":[{"name":"app","recipe":"recipe","version":"1","state":"running",\
      "url":"https://localhost/","hosts":["localhost"],"services":1,"running":1,"detail":null}]}
      {"frame":"end"}
      """;
  private static final String DONE =
      """
      {"frame":"result","value":{"app":"app","name":"app","applied":true,"text":"app is up",\
      "url":null,"admin":null,"next":["stead info app"]}}
      {"frame":"end"}
      """;
  private static final String PROBLEM =
      """
      {"frame":"problems","problems":[{"code":"app.not-found","exit":5,"place":null,\
      "what":"there is no app","why":null,"fix":"see stead ls"}]}
      {"frame":"end"}
      """;

  private Training() {}

  /** A command line, and what the daemon says to it; empty when it is not asked. */
  private record Lesson(String answer, String... words) {}

  public static void main(String[] words) throws IOException {
    Path home = Files.createTempDirectory("stead-training-");
    Path run = Files.createDirectory(home.resolve("run"));
    Path socket = run.resolve("control.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      for (Lesson lesson : lessons(home.toString())) {
        if (!lesson.answer().isEmpty()) {
          Thread.ofPlatform().daemon().start(() -> answer(server, lesson.answer()));
        }
        Main.run(silent(), lesson.words());
      }
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(run);
      Files.deleteIfExists(home);
    }
  }

  private static List<Lesson> lessons(String home) {
    return List.of(
        new Lesson(ROWS, "--home", home, "ls"),
        new Lesson(ROWS, "--home", home, "ls", "--json"),
        new Lesson(DONE, "--home", home, "info", "app"),
        new Lesson(PROBLEM, "--home", home, "plan", "app"),
        new Lesson(STORY + DONE, "--home", home, "apply", "app"),
        new Lesson(STORY + DONE, "--home", home, "install", "recipe", "app", "--yes"),
        new Lesson("", "help"),
        new Lesson("", "install", "--help"));
  }

  private static void answer(ServerSocketChannel server, String answer) {
    try (SocketChannel caller = server.accept()) {
      ByteBuffer request = ByteBuffer.allocate(1 << 13);
      while (caller.read(request) >= 0 && request.get(request.position() - 1) != '\n') {
        // A request is one line.
      }
      caller.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    } catch (AsynchronousCloseException e) {
      // The training was over before anybody called.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The terminal of the process is prepared as well, though nothing is printed on it. */
  private static Terminal silent() {
    var _ = Terminal.ofProcess();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(
        InputStream.nullInputStream(), nowhere, nowhere, false, false, false, Map.of());
  }
}
