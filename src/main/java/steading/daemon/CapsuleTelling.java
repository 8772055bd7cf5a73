package steading.daemon;

import steading.capsule.Watcher;
import steading.daemon.Views.Progress.State;

/** Passes on how a capsule gets on to whoever asked for it. */
record CapsuleTelling(Conversation conversation, String target) implements Watcher {
  @Override
  public void started(int step, int of, String text) {
    tell(step, of, text, State.STARTED);
  }

  @Override
  public void moved(int step, int of, String text) {
    tell(step, of, text, State.MOVED);
  }

  @Override
  public void done(int step, int of, String text) {
    tell(step, of, text, State.DONE);
  }

  @Override
  public void failed(int step, int of, String why) {
    tell(step, of, why, State.FAILED);
  }

  @Override
  public void note(String text) {
    conversation.note(text);
  }

  private void tell(int step, int of, String text, State state) {
    conversation.progress(new Views.Progress(step, of, target, text, state));
  }
}
