package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.storage.Authority;
import steading.storage.ContainerServer;
import steading.storage.Fault;
import steading.storage.FaultProxy;

/** Azurite behind a proxy that speaks TLS, as Azure does, with a certificate of the tests. */
@Tag("engine")
class AzureTest {
  private static final String DOMAIN = "blob.steading.test";
  private static final long DISK = 256L << 20;

  @TempDir Path directory;

  private Trial trial;
  private ContainerServer server;
  private Authority authority;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    trial = new Trial(directory);
    server = ContainerServer.azure(DISK);
    authority = Authority.make(directory, "DNS:" + ContainerServer.ACCOUNT + "." + DOMAIN);
    proxy = FaultProxy.http(server.address(), authority.context());
    makeContainer("backups");
  }

  /** With the client that is in restic's image. */
  private void makeContainer(String name) {
    Wanted wanted = wanted(name, ContainerServer.ACCOUNT_KEY);
    Map<String, String> secrets = new HashMap<>(wanted.secrets());
    secrets.put(Repository.PASSWORD, "none yet");
    Restic.Said said =
        trial.restic.say(
            new Repository("none", wanted.place(), secrets, wanted.terms()),
            List.of("rclone", "mkdir", "azure:" + name),
            List.of(),
            Duration.ofMinutes(2));
    assertThat(said.exit()).as(said.err()).isZero();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    trial.close();
  }

  @Test
  void aContainerTakesABackupAndGivesItBackBitByBit() throws IOException {
    Repository repository = trial.add(wanted("backups/some/prefix", ContainerServer.ACCOUNT_KEY));
    trial.change(2 << 20);
    trial.backup(repository);
    trial.restoresEqual(repository);
  }

  @Test
  void whatIsWrongWithAPlaceIsSaidWhenItIsAdded() {
    assertThat(refused(wanted("backups", "d3Jvbmc="))).contains("repo.credentials");
    assertThat(refused(wanted("buckups", ContainerServer.ACCOUNT_KEY))).contains("repo.no-bucket");
    Wanted known = wanted("backups", ContainerServer.ACCOUNT_KEY);
    Wanted untrusted =
        new Wanted(
            "u", known.place(), known.secrets(), Trial.impatient(known.terms().hosts(), null));
    assertThat(refused(untrusted)).contains("repo.tls");
    assertThat(trial.repositories.list()).isEmpty();
  }

  @Test
  @Tag("slow")
  void noFaultOfTheServerOrTheNetworkIsTakenForASuccess() throws IOException {
    Repository repository = trial.add(wanted("backups", ContainerServer.ACCOUNT_KEY));
    trial.failsWithTheReason(
        repository,
        proxy,
        Map.of(
            "returns 500", Fault.Answer.error(1),
            "cuts at byte 100,000", new Fault.Cut(100_000),
            "is full", Fault.Answer.full(),
            "has a clock two hours off", new Fault.Skew(Duration.ofHours(2)),
            "refuses connections", new Fault.Refuse()),
        "azure (azurite)");
  }

  private Optional<String> refused(Wanted wanted) {
    return Trial.problem(() -> trial.add(wanted)).map(Problem::code);
  }

  private Wanted wanted(String path, String key) {
    String[] parts = path.split("/", 2);
    Azure place =
        new Azure(
            ContainerServer.ACCOUNT,
            parts[0],
            parts.length < 2 ? "" : parts[1],
            DOMAIN + ":" + proxy.port());
    return new Wanted(
        "azure",
        place,
        Map.of(Azure.KEY, key),
        Trial.impatient(
            Map.of(ContainerServer.ACCOUNT + "." + DOMAIN, proxy.host()), authority.certificate()));
  }
}
