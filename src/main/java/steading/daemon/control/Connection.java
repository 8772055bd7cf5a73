package steading.daemon.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.daemon.Conversation.Input;
import steading.daemon.Verb;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** One connection: one request, what is said while it runs, and its end. */
final class Connection {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  private final SocketChannel channel;
  private final Map<String, Verb<?>> verbs;
  private final Path log;
  private final Outbox outbox;
  private final Inbox inbox = new Inbox();

  Connection(SocketChannel channel, Map<String, Verb<?>> verbs, Path log) {
    this.channel = channel;
    this.verbs = verbs;
    this.log = log;
    this.outbox = new Outbox(channel);
  }

  void serve() {
    outbox.start();
    Frames frames = new Frames(channel, Frames.LONGEST_REQUEST);
    Thread verb = null;
    try {
      byte[] first = frames.next();
      if (first != null) {
        Request request = Request.read(first, Peer.user(channel));
        verb =
            Thread.ofVirtual()
                .name("verb-" + Request.printable(request.verb()))
                .start(() -> run(request));
        hear(frames);
      }
    } catch (ProblemException e) {
      refuse(e.problems());
    } catch (JsonProcessingException e) {
      refuse(List.of(garbled("a frame is not JSON")));
    } catch (Frames.TooLong e) {
      refuse(List.of(garbled(String.valueOf(e.getMessage()))));
      drop(frames);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a caller has gone", e);
      outbox.close();
    } finally {
      leave();
      await(verb);
      outbox.finish();
    }
  }

  /** Ends what waits for the caller; the verb itself goes on unless it asked to be told. */
  void leave() {
    for (Runnable action : inbox.gone()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "could not tell a verb that its caller has gone", e);
      }
    }
  }

  void cut() throws IOException {
    outbox.close();
    channel.close();
  }

  private void drop(Frames frames) {
    try {
      frames.drop(Frames.LONGEST_REST);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a caller has gone", e);
    }
  }

  private void hear(Frames frames) throws IOException {
    for (byte[] line = frames.next(); line != null; line = frames.next()) {
      JsonNode frame = Json.read(line);
      switch (frame.path(Protocol.FRAME).asText()) {
        case Protocol.ANSWER -> inbox.answer(frame.path("yes").asBoolean());
        case Protocol.STDIN -> keep(new Input.Bytes(data(frame)));
        case Protocol.RESIZE ->
            keep(new Input.Resize(frame.path("columns").asInt(), frame.path("rows").asInt()));
        case Protocol.STDIN_END -> inbox.end();
        default -> throw garbled("a frame is of no known kind").raise();
      }
    }
    outbox.close();
  }

  /** While nobody reads the input, a frame now and then finds out whether the caller lives. */
  private void keep(Input input) throws IOException {
    while (!inbox.offer(input)) {
      if (!channel.isOpen()) {
        throw new IOException("the caller has gone");
      }
      outbox.tell(Talk.frame(Protocol.ALIVE));
    }
  }

  private static byte[] data(JsonNode frame) {
    try {
      return Base64.getDecoder().decode(frame.path("data").asText());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(garbled("a frame's data is not base64"));
    }
  }

  private void run(Request request) {
    try {
      Verb<?> verb = verbs.get(request.verb());
      if (verb == null) {
        throw unknown(request.verb());
      }
      JsonNode answer = Arguments.write(answer(verb, request));
      inbox.forget();
      outbox.send(Talk.frame(Protocol.RESULT).set("value", answer));
      outbox.send(Talk.frame(Protocol.END));
    } catch (ProblemException e) {
      refuse(e.problems());
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the verb " + request.verb() + " failed unexpectedly", e);
      refuse(
          List.of(
              Problem.failed(
                  "internal",
                  "something went wrong inside Steading while it did " + request.verb(),
                  "see " + log + " and report what it says")));
    }
    inbox.forget();
    outbox.finish();
  }

  private <A> Object answer(Verb<A> verb, Request request) {
    A arguments = Arguments.read(verb.name(), request.arguments(), verb.arguments());
    return verb.action().run(arguments, new Talk(request.caller(), outbox, inbox));
  }

  private void refuse(List<Problem> problems) {
    JsonNode failure = ProblemJson.failure(problems).put(Protocol.FRAME, Protocol.PROBLEMS);
    outbox.send(failure);
    outbox.send(Talk.frame(Protocol.END));
  }

  private static void await(@Nullable Thread verb) {
    try {
      if (verb != null) {
        verb.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProblemException unknown(String verb) {
    return Problem.usage(
            "verb.unknown",
            "the running daemon cannot do \"" + Request.printable(verb) + "\"",
            "it may be of another version: stop it with \"stead serve --stop\" and try again")
        .raise();
  }

  private static Problem garbled(String what) {
    return Problem.usage("frame.bad", what, "see docs/control-socket.md for the frames");
  }
}
