package steading.daemon.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import steading.daemon.Conversation;
import steading.daemon.Views;
import steading.problem.Problem;

/** A conversation with a command over its connection. */
final class Talk implements Conversation {
  private final Caller caller;
  private final Outbox outbox;
  private final Inbox inbox;

  Talk(Caller caller, Outbox outbox, Inbox inbox) {
    this.caller = caller;
    this.outbox = outbox;
    this.inbox = inbox;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public void note(String text) {
    outbox.tell(frame(Protocol.NOTE).put("text", text));
  }

  @Override
  public void progress(Views.Progress progress) {
    outbox.tell(frame(Protocol.PROGRESS).set("value", Arguments.write(progress)));
  }

  @Override
  public void plan(Views.PlanView plan) {
    outbox.tell(frame(Protocol.PLAN).set("value", Arguments.write(plan)));
  }

  @Override
  public boolean confirm(String question) {
    if (caller.yes()) {
      return true;
    }
    if (!caller.terminal()) {
      throw Problem.usage(
              "confirm.needed",
              question + " Nobody can answer: this is not a terminal",
              "run it again with --yes")
          .raise();
    }
    outbox.send(frame(Protocol.ASK).put("question", question));
    Boolean answer = inbox.awaitAnswer();
    return answer != null && answer;
  }

  @Override
  public void output(boolean stderr, byte[] chunk) {
    for (int from = 0; from < chunk.length; from += Protocol.CHUNK) {
      byte[] piece = Arrays.copyOfRange(chunk, from, Math.min(chunk.length, from + Protocol.CHUNK));
      outbox.send(
          frame(Protocol.OUTPUT)
              .put("stderr", stderr)
              .put("data", Base64.getEncoder().encodeToString(piece)));
    }
  }

  @Override
  public @Nullable Input next() {
    return inbox.next();
  }

  @Override
  public void onGone(Runnable action) {
    inbox.onGone(action);
  }

  static ObjectNode frame(String kind) {
    return Json.object().put(Protocol.FRAME, kind);
  }
}
