package steading.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Scalars;
import steading.compose.yaml.Sizes;

/** Reads what is mounted: volumes, files of the host, memory, secrets and configs. */
final class StorageReader {
  private static final Set<String> TMPFS_DEFAULTS = Set.of("rw", "noexec", "nosuid", "nodev");

  private static final Pattern TMPFS_WORD =
      Pattern.compile(
          "(mode|uid|gid|nr_inodes|nr_blocks)=[0-9]{1,12}[kmg%]?|exec|suid|dev|noatime");
  private static final List<String> PROPAGATIONS =
      List.of("private", "rprivate", "slave", "rslave", "shared", "rshared");
  private static final Pattern LENDER =
      Pattern.compile("(?<container>container:)?(?<name>[^:]+)(:(?<mode>ro|rw))?");

  private final Reading reading;
  private final Fields fields;

  StorageReader(Reading reading, Fields fields) {
    this.reading = reading;
    this.fields = fields;
  }

  Storage read() {
    List<Storage.Mount> mounts = new ArrayList<>();
    fields.list("volumes").forEach(item -> mounts.add(mount(item)));
    fields.list("tmpfs").forEach(item -> mounts.add(memory(item)));
    return new Storage(mounts, files("secrets", "/run/secrets/"), files("configs", "/"), lenders());
  }

  /** {@code SERVICE[:ro]} or {@code container:NAME[:ro]}. */
  private List<Storage.Lender> lenders() {
    List<Storage.Lender> lenders = new ArrayList<>();
    for (String text : fields.texts("volumes_from")) {
      Matcher matcher = LENDER.matcher(text);
      if (matcher.matches()) {
        lenders.add(
            new Storage.Lender(
                matcher.group("container") == null,
                matcher.group("name"),
                "ro".equals(matcher.group("mode"))));
      } else {
        fields.problem(
            "volumes_from",
            "compose.volume",
            "\"" + Scalars.shown(text) + "\" names no container",
            "write SERVICE, SERVICE:ro or container:NAME");
      }
    }
    return lenders;
  }

  private Storage.Mount mount(Node item) {
    Fields mount = Fields.of(item, reading.problems());
    mount.required("target");
    String type = mount.text("type", "volume");
    Storage.Kind kind =
        switch (type) {
          case "bind" -> Storage.Kind.BIND;
          case "tmpfs" -> Storage.Kind.TMPFS;
          default -> Storage.Kind.VOLUME;
        };
    if (Set.of("npipe", "cluster", "image").contains(type)) {
      mount.problem(
          "type",
          "compose.unsupported",
          "mounts of the type " + type + " are not supported yet",
          "use volume, bind or tmpfs");
    } else {
      ServiceReader.isOneOf(mount, "type", type, List.of("volume", "bind", "tmpfs"));
    }
    Fields bind = mount.fields("bind");
    if (bind != null && kind != Storage.Kind.BIND) {
      reading.refused(bind, "Only a path of the host has it", "remove it", "propagation");
    }
    Fields volume = mount.fields("volume");
    Fields tmpfs = mount.fields("tmpfs");
    Storage.Mount result =
        new Storage.Mount(
            kind,
            source(mount, kind),
            target(mount),
            reading.flag(mount, "read_only"),
            tmpfs == null ? 0 : reading.size(tmpfs, "size"),
            volume == null ? null : volume.text("subpath"),
            options(kind, bind, volume, tmpfs));
    Stream.of(bind, volume, tmpfs).filter(Objects::nonNull).forEach(Fields::done);
    reading.withoutEffect(mount, "it is about desktops", "consistency");
    mount.done();
    return result;
  }

  private @Nullable String source(Fields mount, Storage.Kind kind) {
    String source = mount.text("source");
    if (kind != Storage.Kind.BIND) {
      return source;
    }
    mount.required("source");
    Path path = source == null ? null : reading.file(mount, "source", source);
    return path == null ? "/" : path.toString();
  }

  private String target(Fields mount) {
    String target = mount.text("target", "/");
    String clean = Path.of("/").resolve(target.replace("\0", "")).normalize().toString();
    if (mount.has("target") && (!target.startsWith("/") || clean.equals("/"))) {
      mount.problem(
          "target",
          "compose.volume",
          "a mount needs an absolute path below / in the container",
          "write a path such as /data");
    }
    return clean;
  }

  /** The short form of a bind has {@code create_host_path} written out by now. */
  private Storage.Options options(
      Storage.Kind kind, @Nullable Fields bind, @Nullable Fields volume, @Nullable Fields tmpfs) {
    String propagation = bind == null ? null : bind.text("propagation");
    String selinux = bind == null ? null : bind.text("selinux");
    if (bind != null) {
      ServiceReader.isOneOf(bind, "propagation", propagation, PROPAGATIONS);
      ServiceReader.isOneOf(bind, "selinux", selinux, List.of("z", "Z"));
      if (!bind.text("recursive", "enabled").equals("enabled")) {
        reading.refused(
            bind, "The Engine mounts what lies below, too", "mount one path", "recursive");
      }
    }
    return new Storage.Options(
        propagation,
        selinux,
        kind == Storage.Kind.BIND && (bind == null || !reading.flag(bind, "create_host_path")),
        volume != null && reading.flag(volume, "nocopy"),
        volume == null ? Map.of() : reading.pairs(volume, "labels"),
        tmpfs == null || !tmpfs.has("mode") ? null : (Integer) mode(tmpfs),
        List.of());
  }

  /** {@code /path[:OPTIONS]}. */
  private Storage.Mount memory(Node item) {
    String text = item instanceof Node.Scalar scalar ? scalar.text() : "";
    String[] parts = text.split(":", 2);
    boolean readOnly = false;
    long size = 0;
    List<String> words = new ArrayList<>();
    for (String option : parts.length < 2 ? new String[0] : parts[1].split(",")) {
      Long bytes = option.startsWith("size=") ? Sizes.parse(option.substring(5)) : null;
      if (bytes != null) {
        size = bytes;
      } else if (option.equals("ro")) {
        readOnly = true;
      } else if (TMPFS_WORD.matcher(option).matches()) {
        words.add(option);
      } else if (!TMPFS_DEFAULTS.contains(option)) {
        reading
            .problems()
            .at(
                item.place(),
                "compose.volume",
                "tmpfs has no option \"" + Scalars.shown(option) + "\"",
                "use ro, size=, mode=, uid=, gid=, nr_inodes= or exec");
      }
    }
    if (!parts[0].startsWith("/")) {
      reading
          .problems()
          .at(
              item.place(),
              "compose.volume",
              "tmpfs needs an absolute path in the container",
              "write a path such as /run");
    }
    Storage.Options options = new Storage.Options(null, null, false, false, Map.of(), null, words);
    return new Storage.Mount(Storage.Kind.TMPFS, null, parts[0], readOnly, size, null, options);
  }

  private List<Storage.FileMount> files(String key, String directory) {
    List<Storage.FileMount> files = new ArrayList<>();
    for (Node item : fields.list(key)) {
      Fields file = Fields.of(item, reading.problems());
      String source = file.requiredText("source");
      String target = file.text("target", source);
      files.add(
          new Storage.FileMount(
              source,
              target.startsWith("/") ? target : directory + target,
              owner(file, "uid"),
              owner(file, "gid"),
              mode(file)));
      file.done();
    }
    return files;
  }

  /** A number: names are known only inside the image. */
  private static @Nullable String owner(Fields file, String key) {
    String id = file.text(key);
    if (id == null || id.matches("[0-9]{1,9}")) {
      return id;
    }
    file.problem(
        key,
        "compose.owner",
        "\"" + Scalars.shown(id) + "\" is no number of a user or group",
        "write a number such as 33; the image's /etc/passwd and /etc/group have those of its names");
    return null;
  }

  /** {@code 0444}, {@code 0o444} and the quoted {@code "444"} are octal, as in Compose. */
  private int mode(Fields file) {
    if (!(file.node("mode") instanceof Node.Scalar scalar)) {
      return 0444;
    }
    String text = scalar.text().replaceFirst("^0o", "0");
    boolean octal = text.startsWith("0") || !scalar.plain();
    if (text.matches(octal ? "[0-7]{1,5}" : "[0-9]{1,5}")) {
      int mode = Integer.parseInt(text, octal ? 8 : 10);
      if (mode <= 07777) {
        return mode;
      }
    }
    file.problem("mode", "compose.mode", "these are no permission bits", "write 0444");
    return 0444;
  }
}
