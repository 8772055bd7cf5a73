package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.storage.ContainerServer;
import steading.storage.Fault;
import steading.storage.FaultProxy;

@Tag("engine")
class RestTest {
  private static final long DISK = 96L << 20;

  @TempDir Path directory;

  private Trial trial;
  private ContainerServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    trial = new Trial(directory);
    server = ContainerServer.rest(DISK);
    proxy = FaultProxy.http(server.address(), null);
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    trial.close();
  }

  @Test
  void aRestServerTakesABackupAndGivesItBackBitByBit() throws IOException {
    Repository repository = trial.add(wanted(ContainerServer.PASSWORD));
    trial.change(2 << 20);
    trial.backup(repository);
    trial.restoresEqual(repository);
    assertThat(refused(wanted("nonsense"))).contains("repo.credentials");
  }

  @Test
  @Tag("slow")
  void noFaultOfTheServerOrTheNetworkIsTakenForASuccess() throws IOException {
    Repository repository = trial.add(wanted(ContainerServer.PASSWORD));
    trial.failsWithTheReason(
        repository,
        proxy,
        Map.of(
            "returns 500",
            Fault.Answer.error(1),
            "cuts at byte 100,000",
            new Fault.Cut(100_000),
            "is full",
            Fault.Answer.full(),
            "refuses connections",
            new Fault.Refuse()),
        "rest (rclone)");
  }

  private Optional<String> refused(Wanted wanted) {
    Wanted other =
        new Wanted(
            "other",
            new Rest(((Rest) wanted.place()).url() + "x/"),
            wanted.secrets(),
            wanted.terms());
    return Trial.problem(() -> trial.add(other)).map(Problem::code);
  }

  private Wanted wanted(String password) {
    return new Wanted(
        "rest",
        new Rest("http://" + proxy.host() + ":" + proxy.port() + "/one/"),
        Map.of(Rest.USER, ContainerServer.USER, Rest.LOGIN, password),
        Trial.impatient(Map.of(), null));
  }
}
