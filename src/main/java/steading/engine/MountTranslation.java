package steading.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import steading.compose.Storage;
import steading.engine.EngineException.Reason;

/** The mounts of a container, with those that its files need. */
final class MountTranslation {
  private final ContainerSpec spec;
  private final ApiVersion version;
  private final ArrayNode mounts = JsonNodeFactory.instance.arrayNode();
  private final List<String> binds;
  private final ObjectNode memory = Json.object();

  MountTranslation(ContainerSpec spec, ApiVersion version) {
    this.spec = spec;
    this.version = version;
    this.binds = new ArrayList<>(spec.binds());
  }

  void addTo(ObjectNode host) {
    host.set("Mounts", body());
    host.set("Binds", Json.array(binds));
    if (!memory.isEmpty()) {
      host.set("Tmpfs", memory);
    }
    List<Storage.Lender> lenders = spec.service().storage().volumesFrom();
    if (!lenders.isEmpty()) {
      host.set("VolumesFrom", Json.array(lenders.stream().map(this::lender).toList()));
    }
  }

  private String lender(Storage.Lender lender) {
    String container = lender.service() ? spec.partner(lender.name()) : lender.name();
    return container + (lender.readOnly() ? ":ro" : ":rw");
  }

  private ArrayNode body() {
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
    if (!mount.options().words().isEmpty()) {
      memory.put(mount.target(), words(mount));
      return;
    }
    if (mount.kind() == Storage.Kind.BIND && old(mount)) {
      binds.add(bind(String.valueOf(mount.source()), mount));
      return;
    }
    if (relabelled(mount)) {
      binds.add(bind(realName(String.valueOf(mount.source())), mount));
      return;
    }
    ObjectNode node = mounts.addObject();
    node.put("Target", mount.target()).put("ReadOnly", mount.readOnly());
    switch (mount.kind()) {
      case VOLUME -> volume(node.put("Type", "volume"), mount);
      case BIND -> {
        node.put("Type", "bind").put("Source", mount.source());
        String propagation = mount.options().propagation();
        if (propagation != null) {
          node.putObject("BindOptions").put("Propagation", propagation);
        }
      }
      case TMPFS -> {
        node.put("Type", "tmpfs");
        ObjectNode options = node.putObject("TmpfsOptions");
        if (mount.size() > 0) {
          options.put("SizeBytes", mount.size());
        }
        if (mount.options().mode() != null) {
          options.put("Mode", mount.options().mode());
        }
      }
    }
  }

  /** What only mount(8) has a word for is handed over as it is written. */
  private static String words(Storage.Mount mount) {
    List<String> words = new ArrayList<>(mount.options().words());
    if (mount.size() > 0) {
      words.add("size=" + mount.size());
    }
    if (mount.readOnly()) {
      words.add("ro");
    }
    return String.join(",", words);
  }

  /** Only the old form of a bind makes a missing directory, and only it knows SELinux. */
  private static boolean old(Storage.Mount mount) {
    boolean sayable = !(mount.source() + mount.target()).contains(":");
    return sayable && (!mount.options().mustExist() || mount.options().selinux() != null);
  }

  /** A volume for which SELinux is to be told who reads it: the new form has no word for that. */
  private static boolean relabelled(Storage.Mount mount) {
    return mount.kind() == Storage.Kind.VOLUME
        && mount.source() != null
        && mount.options().selinux() != null
        && mount.subpath() == null;
  }

  private static String bind(String source, Storage.Mount mount) {
    List<String> words = new ArrayList<>();
    words.add(mount.readOnly() ? "ro" : "rw");
    if (mount.options().noCopy()) {
      words.add("nocopy");
    }
    String selinux = mount.options().selinux();
    if (selinux != null) {
      words.add(selinux);
    }
    String propagation = mount.options().propagation();
    if (propagation != null) {
      words.add(propagation);
    }
    return source + ":" + mount.target() + ":" + String.join(",", words);
  }

  private String realName(String source) {
    String name = spec.volumes().get(source);
    if (name == null) {
      // Guessing a name would mount a new and empty volume where data was.
      throw new EngineException(
          Reason.BAD_REQUEST,
          "container " + spec.name() + " mounts volume \"" + source + "\", which has no name");
    }
    return name;
  }

  private void volume(ObjectNode node, Storage.Mount mount) {
    String source = mount.source();
    if (source != null) {
      node.put("Source", realName(source));
    }
    ObjectNode options = Json.object();
    if (mount.options().noCopy()) {
      options.put("NoCopy", true);
    }
    if (!mount.options().labels().isEmpty()) {
      options.set("Labels", Json.object(mount.options().labels()));
    }
    String subpath = mount.subpath();
    if (subpath != null) {
      if (!version.atLeast(1, 45)) {
        throw new EngineException(
            Reason.BAD_REQUEST,
            "a volume's subpath needs Engine 26 (API 1.45); this one speaks " + version);
      }
      options.put("Subpath", subpath);
    }
    if (!options.isEmpty()) {
      node.set("VolumeOptions", options);
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
