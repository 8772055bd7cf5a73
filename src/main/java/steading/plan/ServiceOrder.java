package steading.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.compose.Service;
import steading.problem.Problem;

/** Puts services into an order in which dependencies come first. */
final class ServiceOrder {
  private ServiceOrder() {}

  static List<Service> of(Map<String, Service> services) {
    Map<String, Service> rest = new LinkedHashMap<>(services);
    List<Service> ordered = new ArrayList<>();
    while (!rest.isEmpty()) {
      List<Service> free =
          rest.values().stream()
              .filter(s -> s.lifecycle().dependsOn().keySet().stream().noneMatch(rest::containsKey))
              .toList();
      if (free.isEmpty()) {
        throw Problem.at(
                rest.values().iterator().next().place(),
                "compose.dependency-cycle",
                "these services wait for each other: " + String.join(", ", rest.keySet()),
                "remove one depends_on between them")
            .raise();
      }
      ordered.addAll(free);
      free.forEach(s -> rest.remove(s.name()));
    }
    return ordered;
  }
}
