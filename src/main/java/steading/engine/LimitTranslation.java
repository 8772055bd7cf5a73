package steading.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.Confinement;
import steading.compose.Hardware;
import steading.compose.Limits;

/** How much a container gets, and which of the host's machinery: a part of HostConfig. */
final class LimitTranslation {
  private final ObjectNode host;

  LimitTranslation(ObjectNode host) {
    this.host = host;
  }

  void add(Confinement confinement) {
    if (confinement.cpus() > 0) {
      host.put("NanoCpus", Math.round(confinement.cpus() * 1e9));
    }
    unlessZero("Memory", confinement.memory());
    unlessZero("PidsLimit", confinement.pids());
    unlessZero("ShmSize", confinement.shmSize());
    host.set("Ulimits", ulimits(confinement.ulimits()));
    limits(confinement.limits());
    blockIo(confinement.limits().blockIo());
    hardware(confinement.hardware());
  }

  static ArrayNode ulimits(Map<String, Confinement.Ulimit> wanted) {
    ArrayNode ulimits = Json.array(List.of());
    wanted.forEach((name, limit) ->
        ulimits.addObject().put("Name", name).put("Soft", limit.soft()).put("Hard", limit.hard()));
    return ulimits;
  }

  private void limits(Limits limits) {
    unlessZero("CpuShares", limits.cpuShares());
    unlessZero("CpuPeriod", limits.cpuPeriod());
    unlessZero("CpuQuota", limits.cpuQuota());
    unlessZero("CpuRealtimePeriod", limits.cpuRealtimePeriod());
    unlessZero("CpuRealtimeRuntime", limits.cpuRealtimeRuntime());
    unlessNull("CpusetCpus", limits.cpuset());
    unlessZero("MemorySwap", limits.memorySwap());
    unlessZero("MemoryReservation", limits.memoryReservation());
    Integer swappiness = limits.memorySwappiness();
    if (swappiness != null) {
      host.put("MemorySwappiness", swappiness);
    }
    if (limits.oomKillDisable()) {
      host.put("OomKillDisable", true);
    }
    unlessZero("OomScoreAdj", limits.oomScoreAdj());
    if (!limits.storageOpt().isEmpty()) {
      host.set("StorageOpt", Json.object(limits.storageOpt()));
    }
  }

  private void blockIo(Limits.BlockIo block) {
    unlessZero("BlkioWeight", block.weight());
    devices("BlkioWeightDevice", "Weight", block.weights());
    devices("BlkioDeviceReadBps", "Rate", block.readBytes());
    devices("BlkioDeviceWriteBps", "Rate", block.writeBytes());
    devices("BlkioDeviceReadIOps", "Rate", block.readOperations());
    devices("BlkioDeviceWriteIOps", "Rate", block.writeOperations());
  }

  private void devices(String key, String value, List<Limits.Device> devices) {
    if (!devices.isEmpty()) {
      ArrayNode array = host.putArray(key);
      devices.forEach(
          device -> array.addObject().put("Path", device.path()).put(value, device.value()));
    }
  }

  private void hardware(Hardware hardware) {
    if (!hardware.cgroupRules().isEmpty()) {
      host.set("DeviceCgroupRules", Json.array(hardware.cgroupRules()));
    }
    unlessNull("Runtime", hardware.runtime());
    unlessNull("CgroupParent", hardware.cgroupParent());
    if (!hardware.requests().isEmpty()) {
      ArrayNode requests = host.putArray("DeviceRequests");
      hardware.requests().forEach(request -> request(requests.addObject(), request));
    }
  }

  private static void request(ObjectNode node, Hardware.Request request) {
    node.put("Driver", request.driver() == null ? "" : request.driver());
    node.put("Count", request.count());
    node.set("DeviceIDs", Json.array(request.ids()));
    node.putArray("Capabilities").add(Json.array(request.capabilities()));
    node.set("Options", Json.object(request.options()));
  }

  private void unlessZero(String key, long value) {
    if (value != 0) {
      host.put(key, value);
    }
  }

  private void unlessNull(String key, @Nullable String value) {
    if (value != null) {
      host.put(key, value);
    }
  }
}
