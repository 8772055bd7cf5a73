package steading.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import steading.compose.Storage;
import steading.engine.EngineException.Reason;

/** The mounts of a container, with those that its files need. */
final class MountTranslation {
  private final ContainerSpec spec;
  private final ApiVersion version;
  private final ArrayNode mounts = JsonNodeFactory.instance.arrayNode();

  MountTranslation(ContainerSpec spec, ApiVersion version) {
    this.spec = spec;
    this.version = version;
  }

  ArrayNode body() {
    spec.service().storage().mounts().forEach(this::add);
    spec.files().stream()
        .map(ContainerSpec.FileSpec::path)
        .map(FileWriting::directory)
        .distinct()
        .filter(this::needsVolume)
        .forEach(this::addFileVolume);
    return mounts;
  }

  private void add(Storage.Mount mount) {
    ObjectNode node = mounts.addObject();
    node.put("Target", mount.target()).put("ReadOnly", mount.readOnly());
    switch (mount.kind()) {
      case VOLUME -> volume(node.put("Type", "volume"), mount);
      case BIND -> node.put("Type", "bind").put("Source", mount.source());
      case TMPFS -> {
        node.put("Type", "tmpfs");
        if (mount.size() > 0) {
          node.putObject("TmpfsOptions").put("SizeBytes", mount.size());
        }
      }
    }
  }

  private void volume(ObjectNode node, Storage.Mount mount) {
    String source = mount.source();
    if (source != null) {
      String name = spec.volumes().get(source);
      if (name == null) {
        // Guessing a name would mount a new and empty volume where data was.
        throw new EngineException(
            Reason.BAD_REQUEST,
            "container " + spec.name() + " mounts volume \"" + source + "\", which has no name");
      }
      node.put("Source", name);
    }
    String subpath = mount.subpath();
    if (subpath != null) {
      if (!version.atLeast(1, 45)) {
        throw new EngineException(
            Reason.BAD_REQUEST,
            "a volume's subpath needs Engine 26 (API 1.45); this one speaks " + version);
      }
      node.putObject("VolumeOptions").put("Subpath", subpath);
    }
  }

  /** Files cannot be written into a read-only root, and a tmpfs hides them when it is mounted. */
  private boolean needsVolume(String directory) {
    List<Storage.Mount> above =
        spec.service().storage().mounts().stream()
            .filter(mount -> within(directory, mount.target()))
            .toList();
    boolean hidden = above.stream().anyMatch(mount -> mount.kind() == Storage.Kind.TMPFS);
    boolean root = above.isEmpty() && !boundOver(directory);
    return hidden || (root && spec.service().confinement().readOnly());
  }

  private boolean boundOver(String directory) {
    return spec.binds().stream().anyMatch(bind -> within(directory, bind.split(":", 3)[1]));
  }

  private static boolean within(String directory, String target) {
    String base = target.endsWith("/") ? target : target + "/";
    return (directory + "/").startsWith(base);
  }

  private void addFileVolume(String directory) {
    if (directory.equals("/")) {
      throw new EngineException(
          Reason.BAD_REQUEST,
          "container %s has a read-only root and wants a file directly in it; name a directory"
              .formatted(spec.name()));
    }
    mounts
        .addObject()
        .put("Type", "volume")
        .put("Target", directory)
        .putObject("VolumeOptions")
        .putObject("Labels")
        .put(VolumeCalls.FILES_OF, spec.name());
  }
}
