package steading.daemon;

import steading.apply.Progress;
import steading.daemon.Views.Progress.State;
import steading.plan.Plan.Planned;

/** Passes an operation's progress on to whoever asked for it. */
final class Telling implements Progress {
  private final Conversation conversation;

  Telling(Conversation conversation) {
    this.conversation = conversation;
  }

  @Override
  public void started(Planned step, int of) {
    tell(step, of, step.step().action(), State.STARTED);
  }

  @Override
  public void moved(Planned step, int of, String line) {
    tell(step, of, line, State.MOVED);
  }

  @Override
  public void done(Planned step, int of) {
    tell(step, of, step.step().action(), State.DONE);
  }

  @Override
  public void failed(Planned step, int of, String why) {
    tell(step, of, why, State.FAILED);
  }

  @Override
  public void note(String text) {
    conversation.note(text);
  }

  private void tell(Planned step, int of, String text, State state) {
    conversation.progress(new Views.Progress(step.id(), of, step.step().target(), text, state));
  }
}
