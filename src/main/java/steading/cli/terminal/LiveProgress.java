package steading.cli.terminal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import steading.daemon.Views;

/** Ended steps scroll away above; the ones under way stay below, one line each, and count time. */
final class LiveProgress implements Progress {
  private static final int MOST_LINES = 8;

  private final Terminal terminal;
  private final PrintStream err;
  private final Style style;
  private final Map<String, Step> active = new LinkedHashMap<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("progress").unstarted(task));
  private final ScheduledFuture<?> ticking;
  private int width;
  private int drawn;

  private record Step(Views.Progress last, long since) {}

  LiveProgress(Terminal terminal) {
    this.terminal = terminal;
    this.err = terminal.err();
    this.style = terminal.errStyle();
    this.width = terminal.errWidth();
    this.ticking = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void moved(Views.Progress progress) {
    String key = StepText.key(progress);
    Step before = active.get(key);
    long since = before == null ? System.nanoTime() : before.since();
    switch (progress.state()) {
      case STARTED, MOVED -> {
        active.put(key, new Step(progress, since));
        draw("");
      }
      case DONE, FAILED -> {
        active.remove(key);
        draw(StepText.ended(progress, System.nanoTime() - since, style) + "\n");
      }
    }
  }

  @Override
  public synchronized void say(String line) {
    draw(line + "\n");
  }

  @Override
  public synchronized void close() {
    ticking.cancel(false);
    ticks.shutdown();
    active.clear();
    draw("");
  }

  private synchronized void tick() {
    if (!active.isEmpty()) {
      width = terminal.errWidth();
      draw("");
    }
  }

  /** Lines are cut to the width: a line that wraps would break the count. */
  private void draw(String above) {
    StringBuilder screen = new StringBuilder();
    if (drawn > 0) {
      screen.append("\u001b[").append(drawn).append('A');
    }
    screen.append("\r\u001b[J").append(above);
    drawn = 0;
    for (Step step : active.values()) {
      if (drawn < MOST_LINES) {
        String took = " " + StepText.took(System.nanoTime() - step.since());
        String text = Table.cut(StepText.of(step.last()), width - 1 - took.length());
        screen.append(text).append(style.dim(took)).append('\n');
        drawn++;
      }
    }
    err.print(screen);
    err.flush();
  }
}
