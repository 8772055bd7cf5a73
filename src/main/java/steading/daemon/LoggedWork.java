package steading.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import steading.capsule.Watcher;

/** Nobody looks on while a schedule works: what would be shown goes into the log. */
record LoggedWork(String what) implements Watcher {
  private static final Logger LOG = System.getLogger(LoggedWork.class.getName());

  @Override
  public void started(int step, int of, String text) {
    LOG.log(Level.DEBUG, "{0} [{1}/{2}]: {3}", what, step, of, text);
  }

  @Override
  public void moved(int step, int of, String text) {}

  @Override
  public void done(int step, int of, String text) {}

  @Override
  public void failed(int step, int of, String why) {}

  @Override
  public void note(String text) {
    LOG.log(Level.INFO, "{0}: {1}", what, text);
  }
}
