package steading.plan;

import org.jspecify.annotations.Nullable;
import steading.plan.Desired.Presence;

/** Compares what is wanted with what there is. Pure: the same two always give the same plan. */
public final class Planner {
  private Planner() {}

  /** Throws a problem when the wanted state would lose data or cannot be reached. */
  public static Plan plan(Desired desired, Observed observed) {
    return switch (desired.presence()) {
      case RUNNING -> new Placement(desired, observed).plan();
      case STOPPED -> new Departure(desired, observed).stop();
      case REMOVED -> new Departure(desired, observed).remove(false);
      case PURGED, EXPIRED -> new Departure(desired, observed).remove(true);
      case RELEASED -> new Departure(desired, observed).release();
    };
  }

  /** Restarts all services or only one. */
  public static Plan restart(Desired desired, Observed observed, @Nullable String service) {
    return new Restart(desired, observed).of(service);
  }

  static String because(Presence presence) {
    return switch (presence) {
      case RUNNING -> "the app shall run";
      case STOPPED -> "the app shall stop";
      case REMOVED, PURGED, EXPIRED -> "the app shall be removed";
      case RELEASED -> "it was not taken over";
    };
  }
}
