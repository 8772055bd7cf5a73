package steading.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.compose.Lifecycle;
import steading.compose.Service;
import steading.compose.Wiring;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.Attach;

/** Containers that run one command in a service's place and end: tasks and jobs. */
public final class OneShot {
  private OneShot() {}

  /** The one-shot beside the containers of {@code there} with whom it shares something. */
  public static ContainerSpec beside(ContainerSpec spec, List<ContainerSeen> there) {
    Map<String, String> partners = new LinkedHashMap<>();
    for (String partner : spec.service().partners()) {
      there.stream()
          .filter(seen -> seen.label(Labels.SERVICE).equals(partner))
          .filter(seen -> seen.label(Labels.TASK).isEmpty() && seen.running())
          .findFirst()
          .ifPresent(seen -> partners.put(partner, seen.name()));
    }
    return spec.as(spec.name(), spec.labels(), partners);
  }

  /**
   * A container like the service's own, but running {@code command}.
   *
   * @param suffix ends the container's name and stands in its task label
   */
  public static ContainerSpec of(
      ContainerSpec blueprint,
      String suffix,
      List<String> command,
      Map<String, String> moreLabels) {
    Service service = blueprint.service();
    Map<String, String> labels = new LinkedHashMap<>(blueprint.labels());
    labels.remove(Labels.HASH);
    labels.put(Labels.PRE_STOP, "");
    labels.put(Labels.TASK, suffix);
    labels.put(Labels.COMPOSE_ONEOFF, "True");
    labels.putAll(moreLabels);
    // No alias: a one-shot that answered to the service's name would be sent the service's
    // requests.
    Map<String, Attach> networks = new LinkedHashMap<>();
    blueprint
        .networks()
        .forEach((n, attach) ->
            networks.put(
                n, new Attach(List.of(), null, null, attach.links(), Wiring.Endpoint.PLAIN)));
    return new ContainerSpec(
        blueprint.name().substring(0, blueprint.name().length() - service.name().length()) + suffix,
        blueprint.image(),
        service
            .withProgram(service.program().withCommand(command))
            .withWiring(service.wiring().unlisted())
            .withLifecycle(
                new Lifecycle(
                    Map.of(),
                    new Lifecycle.Healthcheck(List.of("NONE"), null, null, null, null, null),
                    Lifecycle.Restart.NO,
                    service.lifecycle().stopSignal(),
                    service.lifecycle().stopGracePeriod())),
        networks,
        blueprint.volumes(),
        labels,
        blueprint.files(),
        blueprint.binds());
  }
}
