package steading.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The finer limits of a container; 0, null and empty mean the Engine's own. Sizes are in bytes, CPU
 * times in microseconds.
 *
 * @param memorySwap memory and swap together; -1 means no limit
 * @param memorySwappiness 0 to 100
 */
public record Limits(
    long cpuShares,
    long cpuPeriod,
    long cpuQuota,
    long cpuRealtimePeriod,
    long cpuRealtimeRuntime,
    @Nullable String cpuset,
    long memorySwap,
    long memoryReservation,
    @Nullable Integer memorySwappiness,
    boolean oomKillDisable,
    int oomScoreAdj,
    BlockIo blockIo,
    Map<String, String> storageOpt) {

  public static final Limits NONE =
      new Limits(0, 0, 0, 0, 0, null, 0, 0, null, false, 0, BlockIo.NONE, Map.of());

  public Limits {
    storageOpt = Project.ordered(storageOpt);
  }

  /** Weights are 10 to 1000, 0 when not set; rates are bytes or operations a second. */
  public record BlockIo(
      int weight,
      List<Device> weights,
      List<Device> readBytes,
      List<Device> writeBytes,
      List<Device> readOperations,
      List<Device> writeOperations) {
    public static final BlockIo NONE =
        new BlockIo(0, List.of(), List.of(), List.of(), List.of(), List.of());

    public BlockIo {
      weights = List.copyOf(weights);
      readBytes = List.copyOf(readBytes);
      writeBytes = List.copyOf(writeBytes);
      readOperations = List.copyOf(readOperations);
      writeOperations = List.copyOf(writeOperations);
    }
  }

  /** A device of the host and its weight or rate. */
  public record Device(String path, long value) {}
}
