package steading.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import steading.engine.TestEngine;

/** A registry of Debian's package docker-registry, on the loopback address and a free port. */
public final class LocalRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Path HTPASSWD = Path.of("/usr/bin/htpasswd");
  private static final String USER = "tester";
  public static final String PASSWORD = "only for tests";

  private final Path directory;
  private final int port;
  private @Nullable Process process;

  private LocalRegistry(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** With {@code login} it is open to {@link #PASSWORD} alone. */
  public static LocalRegistry start(Path directory, boolean login) throws IOException {
    for (Path program : List.of(PROGRAM, HTPASSWD)) {
      if (!Files.isExecutable(program)) {
        throw new AssertionError(
            program + " is missing; as root: apt-get install docker-registry apache2-utils");
      }
    }
    LocalRegistry registry = new LocalRegistry(directory, freePort());
    Files.writeString(directory.resolve("config.yml"), registry.configuration(login));
    if (login) {
      run(HTPASSWD.toString(), "-Bbc", registry.path("htpasswd"), USER, PASSWORD);
    }
    registry.process =
        new ProcessBuilder(PROGRAM.toString(), "serve", registry.path("config.yml"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    TestEngine.eventually("the registry listens", registry::listens);
    return registry;
  }

  public String host() {
    return "127.0.0.1:" + port;
  }

  /** A directory for DOCKER_CONFIG that signs in with this password. */
  public Path login(String password) throws IOException {
    Path config = Files.createDirectories(directory.resolve("config-" + password.length()));
    String pair = USER + ":" + password;
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        config.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host(), auth));
    return config;
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroy();
      running.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private String configuration(boolean login) {
    String auth = login ? "auth: {htpasswd: {realm: test, path: " + path("htpasswd") + "}}\n" : "";
    return """
    version: 0.1
    log: {level: error}
    storage: {filesystem: {rootdirectory: %s}}
    http: {addr: "%s"}
    """
            .formatted(path("data"), host())
        + auth;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static void run(String... command) throws IOException {
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (started.onExit().join().exitValue() != 0) {
      throw new IOException(command[0] + " failed: " + output);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
