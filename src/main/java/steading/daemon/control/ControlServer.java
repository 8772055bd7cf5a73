package steading.daemon.control;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.daemon.Verb;
import steading.problem.Problem;

/** Listens on the home's control socket, which only its owner can open. */
public final class ControlServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
  private static final int LONGEST_PATH = 107;
  private static final int FAREWELL_SECONDS = 3;

  private final Path socket;
  private final Path log;
  private final Map<String, Verb<?>> verbs = new HashMap<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable ServerSocketChannel server;

  /**
   * @param log where a caller is sent for what went wrong inside
   */
  public ControlServer(Path socket, Path log, List<Verb<?>> verbs) {
    this.socket = socket;
    this.log = log;
    verbs.forEach(verb -> this.verbs.put(verb.name(), verb));
  }

  /** Replaces the socket of a daemon that has died; refuses when one answers. */
  public void start() {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw Problem.usage(
              "home.too-long",
              "the control socket's path " + socket + " is too long for the system",
              "choose a home with a shorter path (STEADING_HOME or --home)")
          .raise();
    }
    try {
      prepareDirectory();
      ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      opened.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      server = opened;
      Thread.ofVirtual().name("control-listener").start(() -> listen(opened));
    } catch (IOException e) {
      throw Problem.failed(
              "socket.unusable",
              "cannot listen on " + socket,
              "check that the directory is writable for this user")
          .because(String.valueOf(e.getMessage()))
          .raise();
    }
  }

  private void prepareDirectory() throws IOException {
    Path directory = socket.toAbsolutePath().getParent();
    if (directory != null) {
      Durable.directory(directory, "rwx------");
    }
    if (ControlClient.answers(socket)) {
      throw Problem.failed(
              "daemon.running",
              "a daemon serves this home already",
              "use it, or stop it with \"stead serve --stop\"")
          .raise();
    }
    Files.deleteIfExists(socket);
  }

  private void listen(ServerSocketChannel listening) {
    try {
      while (true) {
        SocketChannel channel = listening.accept();
        Connection connection = new Connection(channel, verbs, log);
        connections.add(connection);
        Thread.ofVirtual().name("control-connection").start(() -> serve(connection));
      }
    } catch (AsynchronousCloseException e) {
      LOG.log(Level.DEBUG, "the control socket is closed", e);
    } catch (ClosedChannelException e) {
      LOG.log(Level.DEBUG, "the control socket was closed before", e);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the control socket failed; no command can be taken any more", e);
    } finally {
      stopped.countDown();
    }
  }

  private void serve(Connection connection) {
    try {
      connection.serve();
    } finally {
      connections.remove(connection);
      synchronized (connections) {
        connections.notifyAll();
      }
    }
  }

  /** Takes no more commands, lets those that listen end, and cuts off those that do not. */
  @Override
  public void close() {
    ServerSocketChannel listening = server;
    if (listening == null) {
      return;
    }
    try {
      listening.close();
      Files.deleteIfExists(socket);
      connections.forEach(Connection::leave);
      awaitFarewells();
      for (Connection connection : connections) {
        connection.cut();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "could not close the control socket", e);
    }
  }

  private void awaitFarewells() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAREWELL_SECONDS);
    try {
      synchronized (connections) {
        for (long left = FAREWELL_SECONDS * 1000L;
            left > 0 && !connections.isEmpty();
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
          connections.wait(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
