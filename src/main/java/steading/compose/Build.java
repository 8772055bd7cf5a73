package steading.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an image is built; {@code dockerfile} is relative to the absolute {@code context}. */
public record Build(
    Path context,
    String dockerfile,
    Map<String, String> args,
    @Nullable String target,
    Options options) {
  public Build {
    args = Project.ordered(args);
  }

  public Build(Path context, String dockerfile, Map<String, String> args, @Nullable String target) {
    this(context, dockerfile, args, target, Options.NONE);
  }

  public Build withContext(Path changed) {
    return new Build(changed, dockerfile, args, target, options);
  }

  /**
   * What few builds need.
   *
   * @param inline the Dockerfile's text where it stands in the Compose file, or null
   * @param network what the build's commands reach: default, none, host or a network's name
   * @param cacheFrom images of this machine whose layers may be used again
   * @param tags further names of the image
   */
  public record Options(
      @Nullable String inline,
      Map<String, String> labels,
      @Nullable String network,
      List<String> extraHosts,
      List<String> cacheFrom,
      long shmSize,
      boolean noCache,
      List<String> tags,
      Map<String, Confinement.Ulimit> ulimits,
      @Nullable String platform) {
    public static final Options NONE =
        new Options(
            null, Map.of(), null, List.of(), List.of(), 0, false, List.of(), Map.of(), null);

    public Options {
      labels = Project.ordered(labels);
      extraHosts = List.copyOf(extraHosts);
      cacheFrom = List.copyOf(cacheFrom);
      tags = List.copyOf(tags);
      ulimits = Project.ordered(ulimits);
    }
  }
}
