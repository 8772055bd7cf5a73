package steading.app;

import java.util.List;
import java.util.Set;

/**
 * A stack that ran under Docker Compose before it became an app. Its volumes and networks keep
 * their names, and its containers stay where they are as wanted.
 *
 * @param project Compose's name of it: begins the names of its volumes and networks
 * @param services those that were taken over; others of the project are none of the app's business
 * @param running the containers that ran at that time, for giving them back if taking over fails
 */
public record Adoption(String project, List<String> services, Set<String> running) {
  public Adoption {
    services = List.copyOf(services);
    running = Set.copyOf(running);
  }

  /** By which the owner allows it: the names of another stack's data are no app's by itself. */
  public String grant() {
    return "adopt=" + project;
  }
}
