package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is mounted into a container. */
public record Storage(
    List<Mount> mounts,
    List<FileMount> secrets,
    List<FileMount> configs,
    List<Lender> volumesFrom) {
  public static final Storage NONE = new Storage(List.of(), List.of(), List.of());

  public Storage(List<Mount> mounts, List<FileMount> secrets, List<FileMount> configs) {
    this(mounts, secrets, configs, List.of());
  }

  public Storage {
    mounts = List.copyOf(mounts);
    secrets = List.copyOf(secrets);
    configs = List.copyOf(configs);
    volumesFrom = List.copyOf(volumesFrom);
  }

  public Storage withMounts(List<Mount> changed) {
    return new Storage(changed, secrets, configs, volumesFrom);
  }

  public enum Kind {
    VOLUME,
    BIND,
    TMPFS
  }

  /**
   * @param source the project's volume name, the absolute host path, or null (anonymous, tmpfs)
   * @param size of a tmpfs in bytes, 0 when unlimited
   */
  public record Mount(
      Kind kind,
      @Nullable String source,
      String target,
      boolean readOnly,
      long size,
      @Nullable String subpath,
      Options options) {
    public Mount(
        Kind kind,
        @Nullable String source,
        String target,
        boolean readOnly,
        long size,
        @Nullable String subpath) {
      this(kind, source, target, readOnly, size, subpath, Options.NONE);
    }

    public Mount withSource(String changed) {
      return new Mount(kind, changed, target, readOnly, size, subpath, options);
    }
  }

  /**
   * What few mounts need.
   *
   * @param propagation of mounts made below a bind, or null
   * @param selinux {@code z} or {@code Z}, or null
   * @param mustExist the host's path of a bind is not made when it is missing
   * @param noCopy a new volume stays empty instead of taking what the image has there
   * @param labels of an anonymous volume
   * @param mode of a tmpfs, or null
   * @param words further options of a tmpfs, as mount(8) knows them
   */
  public record Options(
      @Nullable String propagation,
      @Nullable String selinux,
      boolean mustExist,
      boolean noCopy,
      Map<String, String> labels,
      @Nullable Integer mode,
      List<String> words) {
    public static final Options NONE =
        new Options(null, null, false, false, Map.of(), null, List.of());

    public Options {
      labels = Project.ordered(labels);
      words = List.copyOf(words);
    }
  }

  /**
   * A container whose mounts are taken over.
   *
   * @param service whether {@code name} is a service of the project, or else any container
   */
  public record Lender(boolean service, String name, boolean readOnly) {}

  /**
   * A config or secret as a file in the container.
   *
   * @param source the project's name of the config or secret
   * @param target absolute path in the container
   * @param mode permission bits, such as 0444
   */
  public record FileMount(
      String source, String target, @Nullable String uid, @Nullable String gid, int mode) {}
}
