package steading.compose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is mounted into a container. */
public record Storage(List<Mount> mounts, List<FileMount> secrets, List<FileMount> configs) {
  public static final Storage NONE = new Storage(List.of(), List.of(), List.of());

  public Storage {
    mounts = List.copyOf(mounts);
    secrets = List.copyOf(secrets);
    configs = List.copyOf(configs);
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
      @Nullable String subpath) {}

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
