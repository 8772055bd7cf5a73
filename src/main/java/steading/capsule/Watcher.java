package steading.capsule;

/** Hears how a capsule gets on; called from several threads. */
public interface Watcher {
  void started(int step, int of, String text);

  void moved(int step, int of, String text);

  void done(int step, int of, String text);

  void failed(int step, int of, String why);

  /** A line for the person. */
  void note(String text);
}
