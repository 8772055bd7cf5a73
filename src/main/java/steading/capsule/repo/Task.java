package steading.capsule.repo;

import java.time.Duration;
import java.util.List;

/**
 * One command of restic.
 *
 * @param app for which it works; empty for the repository itself
 * @param arguments the command and its own options; none of them may be secret
 * @param mounts what it reads or writes besides the repository
 */
public record Task(
    Repository repository,
    String app,
    List<String> arguments,
    List<Mount> mounts,
    Rights rights,
    Duration limit) {
  private static final Duration USUAL_LIMIT = Duration.ofHours(24);

  public Task {
    arguments = List.copyOf(arguments);
    mounts = List.copyOf(mounts);
  }

  /** A command that touches nothing but the repository. */
  public static Task on(Repository repository, String... arguments) {
    return new Task(repository, "", List.of(arguments), List.of(), Rights.READING, USUAL_LIMIT);
  }

  public Task of(String name) {
    return new Task(repository, name, arguments, mounts, rights, limit);
  }

  public Task mounting(Rights needed, List<Mount> wanted) {
    return new Task(repository, app, arguments, wanted, needed, limit);
  }

  /** What restic may do with what is mounted. */
  public enum Rights {
    /** Reads everything, whoever owns it. */
    READING,
    /** Writes files of every owner, mode and attribute. */
    RESTORING
  }

  /**
   * @param volume whether the source is a volume of the Engine, or else a directory of the host
   */
  public record Mount(boolean volume, String source, String target, boolean readOnly) {
    public static Mount volume(String name, String target, boolean readOnly) {
      return new Mount(true, name, target, readOnly);
    }

    public static Mount directory(String path, String target, boolean readOnly) {
      return new Mount(false, path, target, readOnly);
    }
  }
}
