package steading.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.daemon.Conversation.Caller;
import steading.daemon.control.ControlClient;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Shown;

/** Calls the daemon with hostile words and writes down every answer that is not as it should be. */
final class HostileJudge {
  private static final int LONGEST_PROBLEM = 6_100;
  private static final int SHOWN = 60;

  /** Generous: the machine may be busy with other tests. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path socket;
  private final List<String> offences = new ArrayList<>();
  private int refused;
  private int inert;
  private int told;

  HostileJudge(Path socket) {
    this.socket = socket;
  }

  /** What came of a call: a value, or problems. */
  record Answer(@Nullable JsonNode value, List<Problem> problems, String output) {}

  Answer call(String what, String word, Record request) {
    Instant start = Instant.now();
    Answer answer = ask(word, request);
    Duration took = Duration.between(start, Instant.now());
    if (took.compareTo(PATIENCE) > 0) {
      offence(what, word, "takes " + took);
    }
    if (answer.value() != null) {
      inert++;
    } else {
      refused++;
      answer.problems().forEach(problem -> judge(what, word, problem));
    }
    return answer;
  }

  /** Without a verdict; for putting things back. */
  Answer ask(String word, Record request) {
    Ear ear = new Ear();
    Caller caller =
        new Caller(
            "tester", 1, "stead " + word.substring(0, Math.min(word.length(), 200)), false, true);
    try (ControlClient client = Objects.requireNonNull(ControlClient.connect(socket))) {
      return new Answer(client.ask(request, caller, ear), List.of(), ear.text());
    } catch (ProblemException e) {
      return new Answer(null, e.problems(), ear.text());
    }
  }

  void inert() {
    inert++;
  }

  void refused() {
    refused++;
  }

  void offence(String what, String word, String why) {
    offences.add(what + " " + shown(word) + ": " + why);
  }

  private void judge(String what, String word, Problem problem) {
    String text = problem.text();
    if (!Set.of(2, 5).contains(problem.exit().code())) {
      offence(what, word, "ends with " + problem.exit().code() + " " + problem.code() + " " + text);
    }
    if (problem.fix() == null) {
      offence(what, word, "no way out: " + text);
    }
    if (text.length() > LONGEST_PROBLEM) {
      offence(what, word, "repeats it all: " + text.length());
    }
    judgeText(what, word, text);
  }

  /** Text for a terminal. */
  void judgeText(String what, String word, String text) {
    if (text.codePoints().anyMatch(c -> c != '\n' && Shown.isHostile(c))) {
      offence(what, word, "raw: " + shown(text));
    }
    if (text.contains("Exception")
        || text.contains("at steading.")
        || text.contains("inside Stea")) {
      offence(what, word, "speaks Java: " + shown(text));
    }
  }

  void judgeLines(String what, String word, String text) {
    if (text.lines().anyMatch(line -> line.startsWith(HostileInputs.FORGED))) {
      offence(what, word, "forges a line: " + shown(text));
    }
  }

  int judged() {
    return refused + inert;
  }

  int offended() {
    return offences.size();
  }

  /** Those since the last time that somebody asked. */
  List<String> news() {
    List<String> news = List.copyOf(offences.subList(told, offences.size()));
    told = offences.size();
    return news;
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN * 4L)
        .forEach(c ->
            shown.append(Shown.isHostile(c) ? String.format("\\u%04x", c) : Character.toString(c)));
    return shown.toString();
  }

  /** Hears the output; the rest of what is said on the way is the command line's affair. */
  private static final class Ear implements ControlClient.Listener {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Override
    public void note(String text) {}

    @Override
    public void progress(JsonNode progress) {}

    @Override
    public void plan(JsonNode plan) {}

    @Override
    public boolean ask(String question) {
      return true;
    }

    @Override
    public void output(boolean stderr, byte[] chunk) {
      output.writeBytes(chunk);
    }

    String text() {
      return output.toString(StandardCharsets.UTF_8);
    }
  }
}
