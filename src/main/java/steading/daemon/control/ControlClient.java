package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import steading.daemon.Conversation.Caller;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** A command's end of one conversation with the daemon. Input may be sent by other threads. */
public final class ControlClient implements AutoCloseable {
  private final SocketChannel channel;
  private final CountDownLatch requested = new CountDownLatch(1);

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
  }

  /** What the daemon says, in its order. */
  public interface Listener {
    void note(String text);

    void progress(JsonNode progress);

    void plan(JsonNode plan);

    boolean ask(String question);

    void output(boolean stderr, byte[] chunk);
  }

  /** How the conversation ended: with a value, or with problems. */
  private record Outcome(@Nullable JsonNode value, List<Problem> problems) {}

  /** Null when no daemon answers on the socket. */
  public static @Nullable ControlClient connect(Path socket) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new ControlClient(channel);
      } catch (IOException e) {
        channel.close();
        if (Files.exists(socket) && !Files.isReadable(socket)) {
          throw notAllowed(socket);
        }
        return null;
      }
    } catch (IOException e) {
      return null;
    }
  }

  static boolean answers(Path socket) {
    try (ControlClient client = connect(socket)) {
      return client != null;
    }
  }

  /** Asks and listens until the end; blocks meanwhile. Problems are thrown. */
  public JsonNode ask(Record arguments, Caller caller, Listener listener) {
    Outcome outcome = call(VerbName.of(arguments.getClass()), arguments, caller, listener);
    if (outcome.value() == null) {
      throw new ProblemException(outcome.problems());
    }
    return outcome.value();
  }

  private Outcome call(String verb, Record arguments, Caller caller, Listener listener) {
    ObjectNode request =
        Json.object()
            .put("protocol", Protocol.VERSION)
            .put("verb", verb)
            .set("arguments", RecordJson.of(arguments));
    request
        .putObject("caller")
        .put("user", caller.user())
        .put("pid", caller.pid())
        .put("command", caller.command())
        .put("terminal", caller.terminal())
        .put("yes", caller.yes());
    try {
      send(request);
      requested.countDown();
      return listen(listener);
    } catch (IOException e) {
      throw lost(e.getMessage());
    }
  }

  public void stdin(byte[] data) throws IOException {
    awaitRequest();
    for (int from = 0; from < data.length; from += Protocol.CHUNK) {
      byte[] piece = Arrays.copyOfRange(data, from, Math.min(data.length, from + Protocol.CHUNK));
      send(Talk.frame(Protocol.STDIN).put("data", Base64.getEncoder().encodeToString(piece)));
    }
  }

  public void stdinEnd() throws IOException {
    awaitRequest();
    send(Talk.frame(Protocol.STDIN_END));
  }

  public void resize(int columns, int rows) throws IOException {
    awaitRequest();
    send(Talk.frame(Protocol.RESIZE).put("columns", columns).put("rows", rows));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw lost(e.getMessage());
    }
  }

  private Outcome listen(Listener listener) throws IOException {
    Frames frames = new Frames(channel, Frames.LONGEST_ANSWER);
    Outcome outcome = null;
    for (byte[] line = frames.next(); line != null; line = frames.next()) {
      JsonNode frame = Json.read(line);
      switch (frame.path(Protocol.FRAME).asText()) {
        case Protocol.NOTE -> listener.note(frame.path("text").asText());
        case Protocol.PROGRESS -> listener.progress(frame.path("value"));
        case Protocol.PLAN -> listener.plan(frame.path("value"));
        case Protocol.OUTPUT ->
            listener.output(
                frame.path("stderr").asBoolean(),
                Base64.getDecoder().decode(frame.path("data").asText()));
        case Protocol.ASK -> {
          boolean yes = listener.ask(frame.path("question").asText());
          send(Talk.frame(Protocol.ANSWER).put("yes", yes));
        }
        case Protocol.RESULT -> outcome = new Outcome(frame.path("value"), List.of());
        case Protocol.PROBLEMS ->
            outcome = new Outcome(null, ProblemJson.read(frame.path("problems")));
        case Protocol.END -> {
          return outcome == null ? new Outcome(null, List.of()) : outcome;
        }
        default -> {
          // A newer daemon may say more than this command understands.
        }
      }
    }
    throw lost(null);
  }

  /** Nothing may come before the request. */
  private void awaitRequest() throws IOException {
    try {
      requested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the request was sent", e);
    }
  }

  private synchronized void send(JsonNode frame) throws IOException {
    Frames.write(channel, Frames.encode(frame));
  }

  private static RuntimeException notAllowed(Path socket) {
    return Problem.failed(
            "socket.denied",
            "this user may not speak to the daemon of " + socket,
            "run the command as the user who owns the home, with sudo for example")
        .raise();
  }

  private static RuntimeException lost(@Nullable String why) {
    return Problem.failed(
            "daemon.lost",
            "the daemon ended the conversation before it was done",
            "run \"stead ls\": an operation that was under way is finished or undone when the"
                + " daemon starts again")
        .because(why == null ? "" : why)
        .raise();
  }
}
