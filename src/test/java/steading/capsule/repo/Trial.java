package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.app.Home;
import steading.app.Routine;
import steading.engine.Engine;
import steading.image.Images;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.storage.Fault;
import steading.storage.FaultProxy;

/** An installation with nothing but repositories, and something to back up. */
final class Trial implements AutoCloseable {
  private static final int FILES = 40;

  final Path directory;
  final Home home;
  final Engine engine = Engine.connect(null);
  final Restic restic;
  final Repositories repositories;
  final Founder founder;
  final Inspector inspector;
  private final Random random = new Random(7);
  private int files;

  Trial(Path directory) throws IOException {
    this.directory = directory;
    Path source = Path.of(System.getProperty("steading.source", "")).toAbsolutePath();
    String id = "t" + Long.toString(System.nanoTime() & 0xffffff, 36);
    home = new Home(directory.resolve("home"), id, 0, 0, null, source.resolve("recipes"));
    Durable.directories(home.directory());
    restic = new Restic(home, engine, new Images(engine, source.resolve("recipes/images")));
    repositories = new Repositories(home);
    founder = new Founder(home, repositories, restic);
    inspector = new Inspector(restic, new Logbook(home), Clock.systemUTC());
    Files.createDirectories(data());
  }

  Path data() {
    return directory.resolve("data");
  }

  /** Terms under which a failure is known soon. */
  static Terms impatient(Map<String, String> hosts, Path authority) {
    try {
      String certificates = authority == null ? null : Files.readString(authority);
      return new Terms(0, 0, Duration.ofSeconds(8), List.of(), Routine.UNSAID, hosts, certificates);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Repository add(Wanted wanted) {
    return founder.add(wanted, (_, _) -> {}, Restic.Listener.NONE);
  }

  /** Files that no repository has seen: one large one and many small ones. */
  void change(int bytes) {
    try {
      byte[] large = new byte[bytes];
      random.nextBytes(large);
      Files.write(data().resolve("large" + files++), large);
      for (int i = 0; i < FILES; i++) {
        byte[] small = new byte[random.nextInt(2000)];
        random.nextBytes(small);
        Files.write(data().resolve("small" + i), small);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void backup(Repository repository, String... flags) {
    String[] words =
        Stream.concat(Stream.of("backup", "/data"), Stream.of(flags)).toArray(String[]::new);
    Task task =
        Task.on(repository, words)
            .mounting(
                Task.Rights.READING,
                List.of(Task.Mount.directory(data().toString(), "/data", true)));
    restic.run(task, Restic.Listener.NONE);
  }

  /** Restores the newest into an empty directory, and compares every byte. */
  void restoresEqual(Repository repository) throws IOException {
    Path target = Files.createTempDirectory(directory, "restored");
    Task task =
        Task.on(repository, "restore", "latest", "--target", "/target")
            .mounting(
                Task.Rights.RESTORING,
                List.of(Task.Mount.directory(target.toString(), "/target", false)));
    restic.run(task, Restic.Listener.NONE);
    assertThat(content(target.resolve("data"))).isEqualTo(content(data()));
    Durable.deleteTree(target);
  }

  int snapshots(Repository repository) {
    return restic
        .run(Task.on(repository, "snapshots"), Restic.Listener.NONE)
        .messages()
        .getFirst()
        .size();
  }

  /** The problem that the work ends with; empty when it claims to have succeeded. */
  static Optional<Problem> problem(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problems().getFirst());
    }
  }

  /**
   * Backs up through every fault; each must fail with its reason, leave the repository as it was,
   * and be forgotten by the next backup.
   */
  void failsWithTheReason(
      Repository repository, FaultProxy proxy, Map<String, Fault> faults, String kind)
      throws IOException {
    int falseSuccesses = 0;
    for (Map.Entry<String, Fault> each : new TreeMap<>(faults).entrySet()) {
      int before = snapshots(repository);
      change(3 << 20);
      proxy.set(each.getValue());
      Optional<Problem> problem = problem(() -> backup(repository));
      proxy.set(Fault.NONE);
      if (problem.isEmpty()) {
        falseSuccesses++;
      }
      System.err.printf(
          "%s, %s: %s%n",
          kind, each.getKey(), problem.map(p -> p.code() + " " + p.what()).orElse("SUCCESS"));
      assertThat(problem.map(Problem::code)).as(each.getKey()).contains(code(each.getValue()));
      assertThat(snapshots(repository)).as(each.getKey()).isEqualTo(before);
    }
    System.err.printf(
        "%s: %d of %d faults failed with the reason, %d false successes%n",
        kind, faults.size() - falseSuccesses, faults.size(), falseSuccesses);
    backup(repository);
    inspector.check(repository, "all", Restic.Listener.NONE);
    restoresEqual(repository);
  }

  private static String code(Fault fault) {
    return switch (fault) {
      case Fault.Answer answer when answer.status() == 507 -> "repo.full";
      case Fault.Answer _ -> "repo.server";
      case Fault.Cut _ -> "repo.broken-off";
      case Fault.Skew _ -> "repo.clock";
      case Fault.Refuse _, Fault.Slow _, Fault.None _ -> "repo.unreachable";
    };
  }

  static String at(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static Map<String, String> content(Path top) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(top)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        content.put(
            top.relativize(each).toString(),
            HexFormat.of().formatHex(digest(Files.readAllBytes(each))));
      }
    }
    return content;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    Map<String, String> ours = Map.of("steading.home", home.id());
    try (engine) {
      engine.containers(ours).forEach(each -> engine.remove(each.name()));
      engine.volumes(ours).forEach(each -> engine.removeVolume(each.name()));
    }
  }
}
