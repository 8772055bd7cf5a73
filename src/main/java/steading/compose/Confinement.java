package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container may do and how much it may use. Sizes in bytes, 0 means no limit. */
public record Confinement(
    boolean privileged,
    boolean readOnly,
    List<String> capAdd,
    List<String> capDrop,
    List<String> securityOpt,
    List<String> devices,
    Map<String, String> hostNamespaces,
    Map<String, String> sysctls,
    Map<String, Ulimit> ulimits,
    List<String> groupAdd,
    double cpus,
    long memory,
    long pids,
    long shmSize,
    @Nullable Logging logging,
    Limits limits,
    Hardware hardware) {

  public static final Confinement DEFAULT =
      new Confinement(
          false, false, List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(),
          List.of(), 0, 0, 0, 0, null);

  /** Without finer limits, and without any of the host's machinery. */
  public Confinement(
      boolean privileged,
      boolean readOnly,
      List<String> capAdd,
      List<String> capDrop,
      List<String> securityOpt,
      List<String> devices,
      Map<String, String> hostNamespaces,
      Map<String, String> sysctls,
      Map<String, Ulimit> ulimits,
      List<String> groupAdd,
      double cpus,
      long memory,
      long pids,
      long shmSize,
      @Nullable Logging logging) {
    this(
        privileged,
        readOnly,
        capAdd,
        capDrop,
        securityOpt,
        devices,
        hostNamespaces,
        sysctls,
        ulimits,
        groupAdd,
        cpus,
        memory,
        pids,
        shmSize,
        logging,
        Limits.NONE,
        Hardware.NONE);
  }

  public Confinement {
    capAdd = List.copyOf(capAdd);
    capDrop = List.copyOf(capDrop);
    securityOpt = List.copyOf(securityOpt);
    devices = List.copyOf(devices);
    hostNamespaces = Project.ordered(hostNamespaces);
    sysctls = Project.ordered(sysctls);
    ulimits = Project.ordered(ulimits);
    groupAdd = List.copyOf(groupAdd);
  }

  public record Ulimit(long soft, long hard) {}

  public record Logging(String driver, Map<String, String> options) {
    public Logging {
      options = Project.ordered(options);
    }
  }
}
