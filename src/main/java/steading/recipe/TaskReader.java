package steading.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.problem.Place;
import steading.problem.Problems;
import steading.recipe.Recipe.When;

/** Reads {@code tasks:} (before an app serves) and {@code jobs:} (while it serves). */
final class TaskReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Duration TASK_LIMIT = Duration.ofMinutes(10);
  private static final Duration JOB_LIMIT = Duration.ofHours(1);

  private final ServiceNames services;
  private final Problems problems;

  TaskReader(ServiceNames services, Problems problems) {
    this.services = services;
    this.problems = problems;
  }

  List<Recipe.Task> tasks(Fields parent) {
    List<Recipe.Task> tasks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node item : parent.list("tasks")) {
      Fields fields = Fields.of(item, problems);
      Recipe.Task task = task(fields);
      if (!task.name().isEmpty() && !names.add(task.name())) {
        fields.problem(
            "name",
            "recipe.duplicate-task",
            "two tasks are named " + Shown.quoted(task.name()),
            "rename one of them");
      }
      tasks.add(task);
    }
    return tasks;
  }

  private Recipe.Task task(Fields fields) {
    String name = fields.requiredText("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      badName(name, fields.place("name"));
    }
    String service = services.one(fields, "service");
    List<String> command = command(fields);
    When when = when(fields);
    List<String> before = services.many(fields, "before");
    Duration limit = limit(fields, TASK_LIMIT);
    fields.done();
    return new Recipe.Task(name, service, command, when, before, limit);
  }

  private static When when(Fields fields) {
    String when = fields.requiredText("when");
    return switch (when) {
      case "install" -> When.INSTALL;
      case "version", "" -> When.VERSION;
      default -> {
        fields.problem(
            "when",
            "recipe.unknown-when",
            Shown.quoted(when) + " is no moment that Steading knows",
            "write install (once in the life of an app) or version (once for each version)");
        yield When.VERSION;
      }
    };
  }

  List<Recipe.Job> jobs(Fields parent) {
    List<Recipe.Job> jobs = new ArrayList<>();
    parent
        .entries("jobs")
        .forEach((name, entry) -> {
          if (!NAME.matcher(name).matches()) {
            badName(name, entry.keyPlace());
          }
          jobs.add(job(name, Fields.of(entry.value(), problems)));
        });
    return jobs;
  }

  private Recipe.Job job(String name, Fields fields) {
    String service = services.one(fields, "service");
    List<String> command = command(fields);
    String schedule = schedule(fields);
    Duration limit = limit(fields, JOB_LIMIT);
    String help = fields.text("help", "").strip();
    fields.done();
    return new Recipe.Job(name, service, command, schedule, limit, help);
  }

  private static @Nullable String schedule(Fields fields) {
    String text = fields.text("schedule");
    if (text == null) {
      return null;
    }
    Optional<Schedule> schedule = Schedule.parse(text);
    if (schedule.isEmpty()) {
      fields.problem(
          "schedule",
          "recipe.bad-schedule",
          Shown.quoted(text) + " is not a schedule, or its moment never comes",
          "write five cron fields or words; for example " + Schedule.EXAMPLES);
    }
    return schedule.map(Schedule::cron).orElse(null);
  }

  private static List<String> command(Fields fields) {
    return command(fields, "command");
  }

  /** A program and its arguments. */
  static List<String> command(Fields fields, String key) {
    fields.required(key);
    List<String> command = fields.texts(key);
    if (fields.node(key) instanceof Node.Sequence && command.isEmpty()) {
      fields.problem(
          key, "recipe.empty-command", "the command is empty", "write [program, argument]");
    }
    return command;
  }

  private static Duration limit(Fields fields, Duration usual) {
    Duration limit = fields.duration("limit", usual);
    if (limit.isZero()) {
      fields.problem("limit", "recipe.bad-limit", "nothing ends in no time", "write 10m or so");
    }
    return limit;
  }

  private void badName(String name, Place place) {
    problems.at(
        place,
        "recipe.bad-name",
        Shown.quoted(name) + " cannot be a name here",
        "use lower-case letters, digits, dashes and underscores; for example schema");
  }
}
