package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts of the host's machinery that a container asks for.
 *
 * @param cgroupRules as the kernel writes them: {@code c 1:3 mr}
 * @param runtime the OCI runtime that starts the container; null means the Engine's own
 */
public record Hardware(
    List<Request> requests,
    List<String> cgroupRules,
    @Nullable String runtime,
    @Nullable String cgroupParent) {

  public static final Hardware NONE = new Hardware(List.of(), List.of(), null, null);

  public Hardware {
    requests = List.copyOf(requests);
    cgroupRules = List.copyOf(cgroupRules);
  }

  /**
   * Devices that a driver of the Engine finds, such as GPUs.
   *
   * @param count -1 means all
   */
  public record Request(
      @Nullable String driver,
      int count,
      List<String> ids,
      List<String> capabilities,
      Map<String, String> options) {
    public Request {
      ids = List.copyOf(ids);
      capabilities = List.copyOf(capabilities);
      options = Project.ordered(options);
    }
  }
}
