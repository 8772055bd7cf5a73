package steading.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import steading.problem.Exit;
import steading.problem.Problem;

/**
 * One operation per app at a time; the second caller is told at once who holds the app and since
 * when.
 */
final class Locks {
  private final Map<String, Holder> held = new HashMap<>();
  private final Clock clock;

  Locks(Clock clock) {
    this.clock = clock;
  }

  record Holder(Conversation.Caller caller, Instant since) {}

  /** The app is free again when the hold is closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  synchronized Hold take(String app, Conversation.Caller caller) {
    Holder holder = held.get(app);
    if (holder != null) {
      throw busy(app, holder);
    }
    return hold(app, caller);
  }

  synchronized Optional<Hold> takeIfFree(String app, Conversation.Caller caller) {
    return held.containsKey(app) ? Optional.empty() : Optional.of(hold(app, caller));
  }

  private Hold hold(String app, Conversation.Caller caller) {
    Holder mine = new Holder(caller, clock.instant());
    held.put(app, mine);
    return () -> release(app, mine);
  }

  synchronized Optional<Holder> holder(String app) {
    return Optional.ofNullable(held.get(app));
  }

  private synchronized void release(String app, Holder mine) {
    held.remove(app, mine);
  }

  private RuntimeException busy(String app, Holder holder) {
    String since =
        DateTimeFormatter.ISO_LOCAL_TIME.format(
            holder.since().truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    long seconds = Duration.between(holder.since(), clock.instant()).toSeconds();
    return new Problem(
            "app.busy",
            Exit.BUSY,
            null,
            "app \"" + app + "\" is busy",
            "`"
                + holder.caller().command()
                + "` of "
                + holder.caller().user()
                + " (process "
                + holder.caller().pid()
                + ") holds it since "
                + since
                + " ("
                + seconds
                + " s)",
            "wait until it is done, then try again; `stead ls` shows how it gets on")
        .raise();
  }
}
