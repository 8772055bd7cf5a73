package steading.problem;

import org.jspecify.annotations.Nullable;

/**
 * Something a person has to know: what happened, where, why, and what to do about it.
 *
 * @param code a stable word for scripts, such as {@code app.not-found}
 * @param exit how a command ends that meets this problem
 */
public record Problem(
    String code,
    Exit exit,
    @Nullable Place place,
    String what,
    @Nullable String why,
    @Nullable String fix) {

  public Problem {
    what = Inert.text(what);
    why = why == null ? null : Inert.text(why);
    fix = fix == null ? null : Inert.text(fix);
  }

  public static Problem usage(String code, String what, String fix) {
    return new Problem(code, Exit.USAGE, null, what, null, fix);
  }

  public static Problem failed(String code, String what, String fix) {
    return new Problem(code, Exit.FAILED, null, what, null, fix);
  }

  public static Problem notFound(String code, String what, String fix) {
    return new Problem(code, Exit.NOT_FOUND, null, what, null, fix);
  }

  public static Problem at(Place place, String code, String what, String fix) {
    return new Problem(code, Exit.USAGE, place, what, null, fix);
  }

  public Problem because(@Nullable String reason) {
    return new Problem(code, exit, place, what, reason, fix);
  }

  /** One problem as a person reads it: {@code file:line:column what. why Fix: …}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (place != null) {
      text.append(place).append(' ');
    }
    text.append(sentence(what));
    if (why != null && !why.isBlank()) {
      text.append(' ').append(sentence(why));
    }
    if (fix != null && !fix.isBlank()) {
      text.append(" Fix: ").append(sentence(fix));
    }
    return text.toString();
  }

  public ProblemException raise() {
    return new ProblemException(this);
  }

  private static String sentence(String words) {
    String trimmed = words.strip();
    return trimmed.isEmpty() || ".!?:\n".indexOf(trimmed.charAt(trimmed.length() - 1)) >= 0
        ? trimmed
        : trimmed + ".";
  }
}
