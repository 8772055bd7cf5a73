package steading.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.compose.Project;
import steading.compose.Service;
import steading.compose.Wiring;
import steading.problem.Nearest;
import steading.problem.Problem;
import steading.recipe.Recipe;

/** Which service and port of an imported Compose file people mean by the app's address. */
final class ImportedRoute {
  /** Ports at which no browser is answered: databases, queues, mail, shells. */
  private static final Set<Integer> OTHER =
      Set.of(
          21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1883, 3306, 4369, 5432,
          5672, 6379, 8883, 9042, 11211, 27017);

  /** The gateway speaks HTTP to the app, so these only count where there is nothing else. */
  private static final Set<Integer> TLS = Set.of(443, 8443, 9443);

  private ImportedRoute() {}

  private record Candidate(String service, int port) {
    @Override
    public String toString() {
      return "--service " + service + " --port " + port;
    }
  }

  /** Null when the app has no host and the file does not say. */
  static Recipe.@Nullable RouteRule of(Project project, App app, Importer.Wish wish) {
    Map<String, Service> services = project.active(Set.of()).services();
    String service = wish.service();
    if (service != null && !services.containsKey(service)) {
      throw Problem.usage(
              "import.unknown-service",
              "the Compose file has no service \"" + service + "\"",
              Nearest.hint(service, services.keySet(), "it has no services"))
          .raise();
    }
    Set<Candidate> found = new LinkedHashSet<>();
    services.forEach((name, each) -> {
      if (service == null || service.equals(name)) {
        ports(each, wish.port()).forEach(port -> found.add(new Candidate(name, port)));
      }
    });
    Integer port = wish.port();
    if (service != null && port != null) {
      return new Recipe.RouteRule(service, port, "/", "");
    }
    if (found.size() == 1) {
      Candidate only = found.iterator().next();
      return new Recipe.RouteRule(only.service(), only.port(), "/", "");
    }
    if (app.hosts().isEmpty() && service == null && port == null) {
      return null;
    }
    throw Problem.usage(
            "import.which-port",
            found.isEmpty()
                ? "the Compose file does not say which port serves people"
                : "several ports of the Compose file could serve people",
            found.isEmpty()
                ? "say it: --service SERVICE --port PORT"
                : "say which: "
                    + String.join(", or ", found.stream().map(Candidate::toString).toList()))
        .raise();
  }

  /** What is published, or else exposed. */
  private static Set<Integer> ports(Service service, @Nullable Integer wanted) {
    List<Integer> ports =
        new ArrayList<>(
            service.wiring().ports().stream()
                .filter(port -> !port.protocol().equals("udp"))
                .map(Wiring.Port::target)
                .toList());
    if (ports.isEmpty()) {
      service.wiring().expose().stream()
          .filter(text -> text.matches("\\d{1,5}(/tcp)?"))
          .forEach(text -> ports.add(Integer.valueOf(text.replace("/tcp", ""))));
    }
    Set<Integer> plain = new TreeSet<>(ports);
    if (wanted != null) {
      plain.retainAll(Set.of(wanted));
      return plain;
    }
    plain.removeAll(OTHER);
    Set<Integer> clear = new TreeSet<>(plain);
    clear.removeAll(TLS);
    return clear.isEmpty() ? plain : clear;
  }
}
