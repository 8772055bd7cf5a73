package steading.storage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import steading.compose.Build;
import steading.compose.Service;
import steading.compose.Storage;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.FileSpec;
import steading.engine.Engine;
import steading.engine.Engine.ExecSpec;
import steading.engine.TestEngine;
import steading.image.ImageChoice;
import steading.image.Images;

/** A server of Debian's or npm's packages in a container, with a disk of a chosen size. */
public final class ContainerServer implements AutoCloseable {
  public static final String USER = "backup1";
  public static final String PASSWORD = "only-for-tests";

  /** Azurite's own, in its documentation. */
  public static final String ACCOUNT = "devstoreaccount1";

  public static final String ACCOUNT_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String DATA = "/data";

  private final TestEngine engine;
  private final InetSocketAddress address;
  private final String name;

  private ContainerServer(TestEngine engine, String name, int port) {
    this.engine = engine;
    this.name = name;
    this.address = new InetSocketAddress(Bridge.address(name), port);
  }

  /** OpenSSH's server for SFTP alone; {@code directory} gets the keys. */
  public static ContainerServer sftp(Path directory, long disk) throws IOException {
    Programs.run(directory, Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "user");
    Programs.run(directory, Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "host");
    return start(
        "sftp",
        22,
        disk,
        List.of("serve-sftp"),
        List.of(
            file("/etc/ssh/host_key", directory.resolve("host"), 0600),
            file("/etc/ssh/authorized_keys", directory.resolve("user.pub"), 0644)));
  }

  /** rclone's server of restic's REST protocol. */
  public static ContainerServer rest(long disk) throws IOException {
    List<String> command =
        List.of(
            "rclone", "serve", "restic", "--addr", ":8000", "--user", USER, "--pass", PASSWORD,
            DATA);
    return start("rest", 8000, disk, command, List.of());
  }

  public static ContainerServer azure(long disk) throws IOException {
    List<String> command =
        List.of(
            "azurite-blob", "--blobHost", "0.0.0.0", "--skipApiVersionCheck", "--location", DATA);
    return start("azure", 10000, disk, command, List.of());
  }

  public InetSocketAddress address() {
    return address;
  }

  public String host() {
    return address.getAddress().getHostAddress();
  }

  /** Runs a command in the container; its output. */
  public String run(String... command) {
    Engine.ExecResult result =
        engine.engine().execAndWait(name, ExecSpec.of(command), Duration.ofMinutes(2));
    if (result.code() != 0) {
      throw new AssertionError(List.of(command) + ": " + result.stderr());
    }
    return result.stdout();
  }

  /** Leaves no more than this much room on the server's disk. */
  public void fill(long left) {
    long free =
        Long.parseLong(
            run("df", "--output=avail", "-B1", DATA)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip());
    if (free > left) {
      run("fallocate", "-l", Long.toString(free - left), DATA + "/ballast");
    }
  }

  public void makeRoom() {
    run("rm", "-f", DATA + "/ballast");
  }

  private static ContainerServer start(
      String kind, int port, long disk, List<String> command, List<FileSpec> files)
      throws IOException {
    TestEngine engine = TestEngine.connect();
    String image = image(engine.engine());
    Service service = Service.of(kind, image);
    ContainerSpec spec =
        new ContainerSpec(
            engine.name(kind),
            image,
            service
                .withProgram(service.program().withCommand(command))
                .withStorage(
                    Storage.NONE.withMounts(
                        List.of(
                            new Storage.Mount(Storage.Kind.TMPFS, null, DATA, false, disk, null)))),
            Map.of(),
            Map.of(),
            engine.labels(),
            files,
            List.of());
    engine.run(spec);
    ContainerServer server = new ContainerServer(engine, spec.name(), port);
    TestEngine.eventually(kind + " listens", Duration.ofSeconds(60), server::listens);
    return server;
  }

  private static FileSpec file(String path, Path from, int mode) throws IOException {
    byte[] content = Files.readString(from).getBytes(StandardCharsets.UTF_8);
    return new FileSpec(path, content, 0, 0, mode);
  }

  private boolean listens() {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String image(Engine engine) {
    Path source = Path.of(System.getProperty("steading.source", "")).toAbsolutePath();
    Images images = new Images(engine, source.resolve("recipes/images"));
    Build build =
        new Build(source.resolve("src/test/storage/servers"), "Dockerfile", Map.of(), null);
    ImageChoice choice = images.choose("test", "storage", build);
    if (!images.present(choice)) {
      images.obtain(choice, _ -> {});
    }
    return choice.reference();
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
