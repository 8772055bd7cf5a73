package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.storage.Fault;
import steading.storage.FaultProxy;
import steading.storage.S3Server;

@Tag("engine")
class S3Test {
  @TempDir Path directory;

  private Trial trial;
  private S3Server server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    trial = new Trial(directory);
    server = S3Server.start(directory);
    server.makeBucket("backups");
    proxy = FaultProxy.http(server.address(), null);
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    trial.close();
  }

  @Test
  void aBucketTakesABackupAndGivesItBackBitByBit() throws IOException {
    Repository repository = trial.add(wanted("backups/some/prefix", S3Server.SECRET));
    trial.change(2 << 20);
    trial.backup(repository);
    trial.restoresEqual(repository);

    // One request in five fails: that is what trying again is for.
    proxy.set(Fault.Answer.error(0.2));
    trial.change(1 << 20);
    trial.backup(repository);
    assertThat(proxy.faulted()).isPositive();
    proxy.set(Fault.NONE);
    trial.restoresEqual(repository);
    assertThat(trial.snapshots(repository)).isEqualTo(2);
  }

  @Test
  void whatIsWrongWithAPlaceIsSaidWhenItIsAdded() {
    Map<String, Optional<String>> said = new LinkedHashMap<>();
    said.put("wrong secret", refused(wanted("backups", "something else")));
    said.put("no such bucket", refused(wanted("buckups", S3Server.SECRET)));
    proxy.set(new Fault.Refuse());
    said.put("refused", refused(wanted("backups", S3Server.SECRET)));
    proxy.set(new Fault.Skew(Duration.ofHours(2)));
    said.put("skewed", refused(wanted("backups", S3Server.SECRET)));
    proxy.set(Fault.Answer.full());
    said.put("full", refused(wanted("backups", S3Server.SECRET)));
    proxy.set(new Fault.Answer(403, "<Error><Code>AccessDenied</Code></Error>", 1, true));
    said.put("not allowed to write", refused(wanted("backups", S3Server.SECRET)));
    proxy.set(Fault.NONE);
    S3 nowhere = new S3("http://no-such-host.invalid", "backups", "", null);
    said.put("no such host", refused(wanted(nowhere, S3Server.SECRET)));
    S3 noTls = new S3("https://" + Trial.at(server.address()), "backups", "", null);
    said.put("no TLS there", refused(wanted(noTls, S3Server.SECRET)));

    assertThat(said)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "wrong secret", Optional.of("repo.credentials"),
                "no such bucket", Optional.of("repo.no-bucket"),
                "refused", Optional.of("repo.unreachable"),
                "skewed", Optional.of("repo.clock"),
                "full", Optional.of("repo.full"),
                "not allowed to write", Optional.of("repo.denied"),
                "no such host", Optional.of("repo.no-host"),
                "no TLS there", Optional.of("repo.tls")));
    assertThat(trial.repositories.list()).isEmpty();
  }

  @Test
  void aRepositoryWithAnotherPasswordIsNotTakenForOurs() {
    Repository first = trial.add(wanted("backups", S3Server.SECRET));
    trial.inspector.remove(trial.repositories, first);

    assertThat(refused(wanted("backups", S3Server.SECRET))).contains("repo.password");

    Wanted again =
        new Wanted(
            "again",
            first.place(),
            Map.of(
                S3.KEY,
                S3Server.KEY,
                S3.SECRET,
                S3Server.SECRET,
                Repository.PASSWORD,
                first.password()),
            first.terms());
    assertThat(trial.add(again).password()).isEqualTo(first.password());
  }

  @Test
  void aServerThatIsFullIsNotTakenForASuccess() throws IOException {
    Repository repository = trial.add(wanted("backups", S3Server.SECRET));
    trial.failsWithTheReason(repository, proxy, Map.of("full", Fault.Answer.full()), "s3");
  }

  @Test
  @Tag("slow")
  void noFaultOfTheServerOrTheNetworkIsTakenForASuccess() throws IOException {
    Repository repository = trial.add(wanted("backups", S3Server.SECRET));
    trial.failsWithTheReason(
        repository,
        proxy,
        Map.of(
            "returns 500", Fault.Answer.error(1),
            "cuts at byte 100,000", new Fault.Cut(100_000),
            "is full", Fault.Answer.full(),
            "has a clock two hours off", new Fault.Skew(Duration.ofHours(2)),
            "refuses connections", new Fault.Refuse()),
        "s3 (s3proxy)");
  }

  private Optional<String> refused(Wanted wanted) {
    return Trial.problem(() -> trial.add(wanted)).map(Problem::code);
  }

  private Wanted wanted(String path, String secret) {
    String[] parts = path.split("/", 2);
    InetSocketAddress address = new InetSocketAddress(server.address().getAddress(), proxy.port());
    S3 place =
        new S3("http://" + Trial.at(address), parts[0], parts.length < 2 ? "" : parts[1], null);
    return wanted(place, secret);
  }

  private static Wanted wanted(S3 place, String secret) {
    return new Wanted(
        "off-site",
        place,
        Map.of(S3.KEY, S3Server.KEY, S3.SECRET, secret),
        Trial.impatient(Map.of(), null));
  }
}
