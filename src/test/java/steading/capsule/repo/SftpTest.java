package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
class SftpTest {
  private static final long DISK = 96L << 20;
  private static final String PATH = "/data/stead/one";

  @TempDir Path directory;

  private Trial trial;
  private ContainerServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    trial = new Trial(directory);
    server = ContainerServer.sftp(directory, DISK);
    proxy = FaultProxy.stream(server.address());
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    trial.close();
  }

  @Test
  void aDirectoryTakesABackupAndGivesItBackBitByBit() throws IOException {
    List<String> shown = new ArrayList<>();
    Repository repository =
        trial.founder.add(
            wanted(PATH, "user", ""),
            (host, fingerprint) -> shown.add(fingerprint),
            Restic.Listener.NONE);

    String known = Files.readString(directory.resolve("host.pub")).strip();
    String key = known.substring(0, known.indexOf(' ', known.indexOf(' ') + 1));
    assertThat(shown).containsExactly("ssh-ed25519 " + SftpSurvey.fingerprint(key));
    assertThat(repository.place().settings()).containsEntry("host-key", key);
    trial.change(2 << 20);
    trial.backup(repository);
    trial.restoresEqual(repository);
  }

  @Test
  void whatIsWrongWithAPlaceIsSaidWhenItIsAdded() throws IOException {
    assertThat(refused(wanted(PATH, "host", ""))).contains("repo.credentials");
    assertThat(refused(wanted("/srv/not/ours", "user", ""))).contains("repo.denied");
    String other = Files.readString(directory.resolve("user.pub")).strip();
    assertThat(refused(wanted(PATH, "user", other.substring(0, other.lastIndexOf(' ')))))
        .contains("repo.host-key");
    server.fill(1 << 20);
    assertThat(refused(wanted(PATH, "user", ""))).contains("repo.full");
    proxy.set(new Fault.Refuse());
    assertThat(refused(wanted(PATH, "user", ""))).isPresent();
    assertThat(trial.repositories.list()).isEmpty();
  }

  @Test
  void aDiskThatIsFullIsNotTakenForASuccess() throws IOException {
    Repository repository = trial.add(wanted(PATH, "user", ""));
    trial.change(1 << 20);
    trial.backup(repository);
    trial.change(12 << 20);
    server.fill(4 << 20);

    Optional<Problem> problem = Trial.problem(() -> trial.backup(repository));

    System.err.println("sftp (sshd), is full: " + problem.map(Problem::what).orElse("SUCCESS"));
    assertThat(problem.map(Problem::code)).contains("repo.full");
    server.makeRoom();
    assertThat(trial.snapshots(repository)).isEqualTo(1);
    trial.backup(repository);
    trial.inspector.check(repository, "all", Restic.Listener.NONE);
    trial.restoresEqual(repository);
  }

  @Test
  @Tag("slow")
  void noFaultOfTheServerOrTheNetworkIsTakenForASuccess() throws IOException {
    Repository repository = trial.add(wanted(PATH, "user", ""));
    trial.failsWithTheReason(
        repository,
        proxy,
        Map.of("cuts at byte 100,000", new Fault.Cut(100_000), "refuses", new Fault.Refuse()),
        "sftp (sshd)");
  }

  private Optional<String> refused(Wanted wanted) {
    return Trial.problem(() -> trial.add(wanted)).map(Problem::code);
  }

  private Wanted wanted(String path, String key, String hostKey) {
    try {
      return new Wanted(
          "nas",
          new Sftp(ContainerServer.USER, proxy.host(), proxy.port(), path, hostKey),
          Map.of(Sftp.KEY, Files.readString(directory.resolve(key))),
          Trial.impatient(Map.of(), null));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
