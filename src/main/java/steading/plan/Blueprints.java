package steading.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.FileSource;
import steading.compose.Lifecycle.Condition;
import steading.compose.Service;
import steading.compose.Storage.FileMount;
import steading.compose.Storage.Kind;
import steading.compose.Wiring;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.Attach;
import steading.engine.ContainerSpec.FileSpec;
import steading.engine.HookText;
import steading.plan.DesiredBuilder.Source;
import steading.recipe.Recipe;

/** A service as a container: real names, labels, files, and the fingerprint of all of it. */
final class Blueprints {
  private static final int READABLE = 0444;

  private final Source source;
  private final Map<String, String> networks = new HashMap<>();
  private final Map<String, String> volumes = new HashMap<>();

  Blueprints(Source source) {
    this.source = source;
    source
        .project()
        .networks()
        .forEach((name, network) -> {
          String explicit = network.explicitName();
          networks.put(name, explicit != null ? explicit : source.own() + name);
        });
    DesiredBuilder.volumes(source.project(), source.own())
        .forEach(volume -> volumes.put(volume.name(), volume.real()));
  }

  /** The network's name on the Engine. */
  String network(String name) {
    return Objects.requireNonNull(networks.get(name), name);
  }

  ContainerSpec of(Service service) {
    ContainerSpec bare = bare(service);
    String hash = Fingerprint.of(bare, source.hmac());
    Map<String, String> labels = new LinkedHashMap<>(bare.labels());
    labels.put(Labels.HASH, hash);
    labels.put(Labels.COMPOSE_HASH, source.hmac().apply(hash));
    return bare.withLabels(labels);
  }

  private ContainerSpec bare(Service service) {
    Map<String, Attach> attached = new LinkedHashMap<>();
    service
        .wiring()
        .attachments()
        .forEach((name, attachment) -> {
          Set<String> aliases = new LinkedHashSet<>();
          aliases.add(service.name());
          aliases.addAll(attachment.aliases());
          attached.put(
              network(name),
              new Attach(
                  List.copyOf(aliases),
                  attachment.ipv4(),
                  attachment.ipv6(),
                  links(service, name),
                  attachment.endpoint()));
        });
    Map<String, String> mounted = new LinkedHashMap<>();
    service.storage().mounts().stream()
        .filter(m -> m.kind() == Kind.VOLUME && m.source() != null)
        .forEach(m ->
            mounted.put(
                Objects.requireNonNull(m.source()),
                Objects.requireNonNull(volumes.get(m.source()), m.source())));
    return new ContainerSpec(
        source.prefix() + source.app().name() + "-" + service.name(),
        source.image(service).reference(),
        service,
        attached,
        mounted,
        labels(service),
        files(service),
        List.of());
  }

  /**
   * The further names of others in one network. Services are linked by the name they all have
   * there, so that a link outlives each of their containers.
   */
  private List<String> links(Service service, String network) {
    Wiring.Names names = service.wiring().names();
    Stream<Wiring.Link> inside =
        names.links().stream()
            .filter(link -> !link.alias().equals(link.name()))
            .filter(link -> {
              Service other = source.project().services().get(link.name());
              return other != null && other.wiring().networks().containsKey(network);
            });
    return Stream.concat(inside, names.externalLinks().stream())
        .map(link -> link.name() + ":" + link.alias())
        .toList();
  }

  private Map<String, String> labels(Service service) {
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    Labels.SAID_ALWAYS.stream().sorted().forEach(label -> labels.put(label, ""));
    labels.put(Labels.HOME, source.homeId());
    labels.put(Labels.APP, source.app().name());
    labels.put(Labels.SERVICE, service.name());
    labels.put(Labels.COMPOSE_PROJECT, source.app().name());
    labels.put(Labels.COMPOSE_SERVICE, service.name());
    labels.put(Labels.COMPOSE_ONEOFF, "False");
    labels.put(Labels.COMPOSE_VERSION, Labels.AS_COMPOSE);
    labels.put(Labels.COMPOSE_DIRECTORY, source.project().origin().directory().toString());
    labels.put(Labels.COMPOSE_FILES, service.place().file());
    if (!service.lifecycle().preStop().isEmpty()) {
      labels.put(Labels.PRE_STOP, HookText.of(service.lifecycle().preStop()));
    }
    labels.put(
        Labels.COMPOSE_DEPENDS_ON,
        String.join(
            ",",
            service.lifecycle().dependsOn().entrySet().stream()
                .map(e ->
                    e.getKey()
                        + ":service_"
                        + word(e.getValue().condition())
                        + ":"
                        + e.getValue().restart())
                .toList()));
    return labels;
  }

  private static String word(Condition condition) {
    return switch (condition) {
      case STARTED -> "started";
      case HEALTHY -> "healthy";
      case COMPLETED -> "completed_successfully";
    };
  }

  private List<FileSpec> files(Service service) {
    List<FileSpec> files = new ArrayList<>();
    service.storage().configs().forEach(f -> files.add(file(f, source.project().configs())));
    service.storage().secrets().forEach(f -> files.add(file(f, source.project().secrets())));
    for (Recipe.Overlay overlay : source.recipe().overlays()) {
      if (overlay.services().contains(service.name())) {
        source.overlays().stream()
            .filter(own -> own.overlay().equals(overlay.name()))
            .map(own -> overlaid(overlay.directory() + "/" + own.name(), own.content()))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static FileSpec overlaid(String path, byte[] content) {
    return new FileSpec(path, content, 0, 0, READABLE);
  }

  private FileSpec file(FileMount mount, Map<String, FileSource> sources) {
    FileSource from = Objects.requireNonNull(sources.get(mount.source()), mount.source());
    return new FileSpec(
        mount.target(), source.files().apply(from), id(mount.uid()), id(mount.gid()), mount.mode());
  }

  private static int id(@Nullable String number) {
    return number == null ? 0 : Integer.parseInt(number);
  }
}
