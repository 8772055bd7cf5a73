package steading.apply;

import steading.plan.Plan.Planned;

/** Hears how an operation gets on; called from several threads. */
public interface Progress {
  Progress SILENT =
      new Progress() {
        @Override
        public void started(Planned step, int of) {}

        @Override
        public void moved(Planned step, int of, String line) {}

        @Override
        public void done(Planned step, int of) {}

        @Override
        public void failed(Planned step, int of, String why) {}

        @Override
        public void note(String text) {}
      };

  void started(Planned step, int of);

  void moved(Planned step, int of, String line);

  void done(Planned step, int of);

  void failed(Planned step, int of, String why);

  void note(String text);
}
