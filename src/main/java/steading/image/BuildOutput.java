package steading.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens to a build: passes its steps on in short lines and keeps the end for a problem. */
final class BuildOutput implements Consumer<String> {
  private static final int KEPT_LINES = 20;
  private static final int LONGEST_STEP = 100;
  private static final Pattern STEP = Pattern.compile("Step (\\d+)/(\\d+) : (.*)", Pattern.DOTALL);

  private static final Pattern NOISE =
      Pattern.compile(" *---> .*|Removing intermediate container [0-9a-f]+");

  /** Colours and whatever else a build could make a terminal do. */
  private static final Pattern CONTROLS =
      Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|[\\p{Cntrl}&&[^\t\n]]");

  private final Consumer<String> progress;
  private final int unwritten;
  private final Deque<String> last = new ArrayDeque<>();
  private String step = "";
  private int number;

  /**
   * @param unwritten the steps at the end that the builder adds by itself, one for each label
   */
  BuildOutput(Consumer<String> progress, int unwritten) {
    this.progress = progress;
    this.unwritten = unwritten;
  }

  @Override
  public synchronized void accept(String text) {
    for (String line : plain(text).lines().filter(l -> !l.isBlank()).toList()) {
      Matcher matcher = STEP.matcher(line.strip());
      if (matcher.matches()) {
        begin(matcher);
      } else if (!NOISE.matcher(line.stripTrailing()).matches()) {
        last.addLast(line.stripTrailing());
      }
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
    }
  }

  static String plain(String text) {
    return CONTROLS.matcher(text).replaceAll("");
  }

  private void begin(Matcher matcher) {
    number = Integer.parseInt(matcher.group(1));
    int steps = Integer.parseInt(matcher.group(2)) - unwritten;
    String instruction = matcher.group(3).replaceAll("\\s+", " ");
    String shortened =
        instruction.length() > LONGEST_STEP
            ? instruction.substring(0, LONGEST_STEP) + "…"
            : instruction;
    step = "step " + number + "/" + steps + ": " + shortened;
    last.clear();
    if (number <= steps) {
      progress.accept("Step " + number + "/" + steps + " : " + shortened);
    }
  }

  /** The instruction under way, such as {@code step 3/9: RUN …}; empty before the first. */
  synchronized String step() {
    return step;
  }

  /** Counted from 1; 0 before the first. */
  synchronized int number() {
    return number;
  }

  /** What the instruction under way has printed last. */
  synchronized String tail() {
    return String.join("\n", last);
  }
}
