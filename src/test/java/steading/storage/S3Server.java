package steading.storage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import steading.engine.TestEngine;

/** s3proxy before a directory: objects are files, and signatures are checked. */
public final class S3Server implements AutoCloseable {
  public static final String KEY = "tester";
  public static final String SECRET = "only-for-tests/+=";

  private final InetSocketAddress address;
  private final Path data;
  private final Process process;

  private S3Server(InetSocketAddress address, Path data, Process process) {
    this.address = address;
    this.data = data;
    this.process = process;
  }

  public static S3Server start(Path directory) throws IOException {
    Path data = Files.createDirectories(directory.resolve("objects"));
    InetSocketAddress address = new InetSocketAddress(Bridge.address(), freePort());
    Path settings = settings(directory, address, data);
    Path logging =
        Files.writeString(
            directory.resolve("logback.xml"),
            "<configuration><root level=\"WARN\"/></configuration>");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classpath(directory),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("s3proxy.log").toFile())
            .start();
    S3Server server = new S3Server(address, data, process);
    TestEngine.eventually("s3proxy listens", Duration.ofSeconds(90), server::listens);
    return server;
  }

  private static Path settings(Path directory, InetSocketAddress address, Path data)
      throws IOException {
    return Files.writeString(
        directory.resolve("s3proxy.conf"),
        """
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.endpoint=http://%s:%d
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.identity=unused
        jclouds.credential=unused
        jclouds.filesystem.basedir=%s
        """
            .formatted(
                address.getAddress().getHostAddress(),
                address.getPort(),
                KEY,
                SECRET.replace("=", "\\="),
                data));
  }

  public InetSocketAddress address() {
    return address;
  }

  /** What begins {@code stead repo add s3}, straight to the server. */
  public String url() {
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  public void makeBucket(String name) throws IOException {
    Files.createDirectories(data.resolve(name));
  }

  /** Where the objects are. */
  public Path data() {
    return data;
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("s3proxy ended with " + process.exitValue());
    }
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Fetched with the Maven that runs the tests, and kept apart from Steading's own libraries. */
  private static String classpath(Path directory) throws IOException {
    Path file = directory.resolve("s3proxy.classpath");
    Path pom =
        Path.of(System.getProperty("steading.source", ""), "src/test/storage/s3proxy/pom.xml");
    Programs.run(
        directory,
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        System.getProperty("steading.maven", "mvn"),
        "-B",
        "-q",
        "-ntp",
        "-f",
        pom.toAbsolutePath().toString(),
        "dependency:build-classpath",
        "-Dmdep.outputFile=" + file);
    return Files.readString(file).strip();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, Bridge.address())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
