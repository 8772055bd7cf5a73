package steading.plan;

import java.util.List;
import java.util.Set;
import steading.engine.ContainerSeen;

/**
 * What there is, as far as one app is concerned.
 *
 * @param images the exact references that are present
 * @param volumes real names of the app's volumes that exist
 * @param knownVolumes real names of volumes that were once made for this app, and so may hold data
 * @param nameless real names of the volumes that containers got from the Engine without a name, as
 *     far as they hold data
 * @param containers all of the app's, tasks included
 * @param marks of tasks that have succeeded
 * @param routes what the gateway serves for the app
 * @param gatewayServing false when the gateway must be brought up or mended first
 * @param held whether requests to the app wait at the gateway
 */
public record Observed(
    Set<String> images,
    Set<String> networks,
    Set<String> volumes,
    Set<String> knownVolumes,
    Set<String> nameless,
    List<ContainerSeen> containers,
    Set<String> marks,
    List<Route> routes,
    boolean gatewayServing,
    boolean held) {

  public static final Observed NOTHING =
      new Observed(
          Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), List.of(), Set.of(), List.of(), true,
          false);

  public Observed {
    images = Set.copyOf(images);
    networks = Set.copyOf(networks);
    volumes = Set.copyOf(volumes);
    knownVolumes = Set.copyOf(knownVolumes);
    nameless = Set.copyOf(nameless);
    containers = List.copyOf(containers);
    marks = Set.copyOf(marks);
    routes = List.copyOf(routes);
  }
}
