package steading.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steading.engine.Engine;
import steading.engine.Engine.EngineInfo;
import steading.engine.EngineException;

/** Whether the Engine answers, and is one to rely on. */
final class EngineCheck {
  static final String NAME = "engine";

  private static final int OLDEST_MINOR = 41;

  /** They copy whole layers, or are no longer looked after. */
  private static final Set<String> POOR_DRIVERS = Set.of("vfs", "aufs", "devicemapper", "overlay");

  /** The Engine says the time before its answer has come. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

  private final Engine engine;
  private final Clock clock;
  private volatile @Nullable EngineInfo info;

  EngineCheck(Engine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /** What the Engine said of itself, once it was asked. */
  Optional<EngineInfo> info() {
    return Optional.ofNullable(info);
  }

  List<Finding> look() {
    try {
      Instant asked = clock.instant();
      EngineInfo answer = engine.info();
      info = answer;
      List<Finding> findings = new ArrayList<>(judge(answer));
      clocks(asked, clock.instant(), answer.systemTime()).ifPresent(findings::add);
      return findings;
    } catch (EngineException e) {
      return List.of(
          Finding.error(
              NAME,
              "the Docker Engine does not answer: " + e.text(),
              "start it, such as with systemctl start docker; apps that ran go on or come back by"
                  + " themselves"));
    }
  }

  static List<Finding> judge(EngineInfo info) {
    List<Finding> findings = new ArrayList<>();
    String name = "Docker Engine " + info.version() + " with API " + info.apiVersion();
    findings.add(
        tooOld(info.apiVersion())
            ? Finding.warning(
                NAME,
                name + " is older than what Steading is made for",
                "upgrade the Engine to one with API 1." + OLDEST_MINOR + " or later")
            : Finding.ok(
                NAME,
                "%s (it speaks %s and later), %s, %s"
                    .formatted(
                        name, info.minApiVersion(), info.operatingSystem(), info.architecture())));
    findings.add(
        POOR_DRIVERS.contains(info.storageDriver())
            ? Finding.warning(
                NAME,
                "the storage driver " + info.storageDriver() + " is slow or no longer maintained",
                "move to overlay2: \"storage-driver\" in /etc/docker/daemon.json; images are"
                    + " obtained anew, volumes stay")
            : Finding.ok(NAME, "storage driver " + info.storageDriver()));
    return findings;
  }

  /** Certificates and schedules of containers go by the Engine's clock, ours by this machine's. */
  static Optional<Finding> clocks(Instant asked, Instant answered, Instant engine) {
    Duration behind = Duration.between(engine, asked);
    Duration ahead = Duration.between(answered, engine);
    Duration apart = behind.compareTo(ahead) > 0 ? behind : ahead;
    if (apart.compareTo(CLOCKS_APART) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            "clock",
            "the clock of the Engine's machine is %s %s this one's"
                .formatted(Amounts.time(apart), apart.equals(behind) ? "behind" : "ahead of"),
            "compare date -u on both, and let something keep the time there: systemd-timesyncd,"
                + " or chrony"));
  }

  private static boolean tooOld(String api) {
    String[] parts = api.split("\\.", 2);
    try {
      return Integer.parseInt(parts[0]) < 1
          || (parts[0].equals("1") && Integer.parseInt(parts[1]) < OLDEST_MINOR);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return true;
    }
  }

  /** Whether the Engine's disks, ports and clock are this machine's own. */
  static boolean local(EngineInfo info) {
    return "unix".equals(info.socket().getScheme());
  }
}
