package steading.recipe;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a job runs: five cron fields, or words such as {@code daily at 03:00}, which become cron
 * fields.
 */
public record Schedule(String cron) {
  private static final Pattern WORDS =
      Pattern.compile(
          "(?<word>hourly|daily|weekly|monthly|(?:every|weekly on) (?<day>[a-z]+))"
              + "(?: at (?<hour>[01]?\\d|2[0-3]):(?<minute>[0-5]\\d))?");
  private static final Pattern EVERY = Pattern.compile("every (\\d{1,2}) (minutes|hours)");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final int LONGEST = 200;

  /** More than this no cron field is made of; the library trips over some of what else there is. */
  private static final Pattern FIELDS = Pattern.compile("[0-9A-Za-z*/,#?\\- ]+");

  public static final String EXAMPLES = "\"*/15 * * * *\", hourly, daily at 03:00 or weekly";

  /** Empty when the text is no schedule, or one whose moment never comes. */
  public static Optional<Schedule> parse(String text) {
    String words = text.strip().toLowerCase(Locale.ROOT);
    if (words.length() > LONGEST) {
      return Optional.empty();
    }
    return fromWords(words)
        .or(() -> Optional.of(text.strip()))
        .filter(fields -> FIELDS.matcher(fields).matches())
        .map(Schedule::new)
        .filter(Schedule::comes);
  }

  /** The first moment after {@code moment}, in its time zone. */
  public Optional<ZonedDateTime> after(ZonedDateTime moment) {
    return ExecutionTime.forCron(definition()).nextExecution(moment);
  }

  /** The last moment before {@code moment}, in its time zone. */
  public Optional<ZonedDateTime> before(ZonedDateTime moment) {
    return ExecutionTime.forCron(definition()).lastExecution(moment);
  }

  private boolean comes() {
    try {
      return after(ZonedDateTime.now(ZoneOffset.UTC)).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Cron definition() {
    return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
        .parse(cron)
        .validate();
  }

  private static Optional<String> fromWords(String words) {
    Matcher matcher = WORDS.matcher(words);
    if (!matcher.matches()) {
      return often(words);
    }
    String hour = matcher.group("hour");
    String time =
        hour == null
            ? "0 0"
            : Integer.parseInt(matcher.group("minute")) + " " + Integer.parseInt(hour);
    String day = matcher.group("day");
    if (day != null) {
      int index = DAYS.indexOf(day.substring(0, Math.min(3, day.length())));
      return isDay(day) ? Optional.of(time + " * * " + index) : Optional.empty();
    }
    return switch (matcher.group("word")) {
      case "hourly" -> hour == null ? Optional.of("0 * * * *") : Optional.empty();
      case "daily" -> Optional.of(time + " * * *");
      case "weekly" -> Optional.of(time + " * * 0");
      default -> Optional.of(time + " 1 * *");
    };
  }

  /** Only what divides an hour or a day comes at even distances. */
  private static Optional<String> often(String words) {
    Matcher matcher = EVERY.matcher(words);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int count = Integer.parseInt(matcher.group(1));
    boolean minutes = matcher.group(2).equals("minutes");
    if (count == 0 || (minutes ? 60 : 24) % count != 0) {
      return Optional.empty();
    }
    return Optional.of(minutes ? "*/" + count + " * * * *" : "0 */" + count + " * * *");
  }

  private static boolean isDay(String word) {
    return List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
            .contains(word)
        || DAYS.contains(word);
  }
}
