package steading.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands between restic's container and a server, and does to their talk what networks and servers
 * do on a bad day. HTTP is understood, so that single requests can fail; anything else is a stream.
 */
public final class FaultProxy implements AutoCloseable {
  private final ServerSocketFactory factory;
  private volatile ServerSocket listening;
  private final InetSocketAddress server;
  private final boolean http;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger faulted = new AtomicInteger();
  private final AtomicLong carried = new AtomicLong();
  private volatile Fault fault = Fault.NONE;

  private FaultProxy(
      ServerSocketFactory factory, ServerSocket listening, InetSocketAddress server, boolean http) {
    this.factory = factory;
    this.listening = listening;
    this.server = server;
    this.http = http;
  }

  /** Before an HTTP server; with a context, clients speak TLS with the proxy. */
  public static FaultProxy http(InetSocketAddress server, @Nullable SSLContext tls) {
    return start(server, true, tls);
  }

  public static FaultProxy stream(InetSocketAddress server) {
    return start(server, false, null);
  }

  private static FaultProxy start(
      InetSocketAddress server, boolean http, @Nullable SSLContext tls) {
    try {
      ServerSocketFactory factory =
          tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
      ServerSocket listening = listen(factory, 0);
      FaultProxy proxy = new FaultProxy(factory, listening, server, http);
      proxy.serveAll(listening);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket listen(ServerSocketFactory factory, int port) throws IOException {
    ServerSocket socket = factory.createServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(Bridge.address(), port), 200);
    return socket;
  }

  private void serveAll(ServerSocket socket) {
    Thread.ofVirtual().name("fault-proxy").start(() -> accept(socket));
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Its address, as containers and this machine see it. */
  public String host() {
    return listening.getInetAddress().getHostAddress();
  }

  /** From now on, also in the middle of what is open. */
  public void set(Fault changed) {
    fault = changed;
    faulted.set(0);
    requests.set(0);
    carried.set(0);
    try {
      if (changed instanceof Fault.Refuse) {
        listening.close();
        closeAll();
      } else if (listening.isClosed()) {
        listening = listen(factory, listening.getLocalPort());
        serveAll(listening);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often something was made to fail since the last {@link #set}. */
  public int faulted() {
    return faulted.get();
  }

  /** Bytes that clients sent since the last {@link #set}. */
  public long carried() {
    return carried.get();
  }

  Fault fault() {
    return fault;
  }

  /** Whether this request is one of those that fail; {@code body} is one that writes. */
  boolean strikes(boolean body) {
    boolean strikes =
        switch (fault) {
          case Fault.Answer answer -> (body || !answer.writing()) && inShare(answer.share());
          case Fault.Skew _ -> true;
          default -> false;
        };
    if (strikes) {
      faulted.incrementAndGet();
    }
    return strikes;
  }

  /** Every so manieth, so that a run is like the one before. */
  private boolean inShare(double share) {
    int number = requests.incrementAndGet();
    return Math.floor(number * share) > Math.floor((number - 1) * share);
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed, or a client that went away before it was served.
        Thread.onSpinWait();
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(server.getAddress(), server.getPort())) {
      open.add(upstream);
      if (http) {
        new HttpRelay(this, client, upstream).run();
      } else {
        stream(client, upstream);
      }
    } catch (IOException e) {
      // What a client makes of a cut connection is what the tests look at.
      close(client);
    } finally {
      open.remove(client);
    }
  }

  private void stream(Socket client, Socket upstream) throws IOException {
    Thread back =
        Thread.ofVirtual()
            .start(() -> {
              try {
                upstream.getInputStream().transferTo(client.getOutputStream());
                client.shutdownOutput();
              } catch (IOException e) {
                close(client);
              }
            });
    copy(client.getInputStream(), upstream.getOutputStream(), Long.MAX_VALUE, new long[1]);
    upstream.shutdownOutput();
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Copies what a client sends.
   *
   * @param passed of this connection so far, which is counted on
   */
  void copy(InputStream in, OutputStream out, long length, long[] passed) throws IOException {
    byte[] buffer = new byte[1 << 14];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      if (fault instanceof Fault.Cut cut && passed[0] + read > cut.bytes()) {
        out.write(buffer, 0, (int) Math.max(0, cut.bytes() - passed[0]));
        out.flush();
        faulted.incrementAndGet();
        throw new IOException("cut");
      }
      if (fault instanceof Fault.Slow slow) {
        LockSupport.parkNanos(read * TimeUnit.SECONDS.toNanos(1) / slow.bytesPerSecond());
      }
      out.write(buffer, 0, read);
      out.flush();
      passed[0] += read;
      carried.addAndGet(read);
      left -= read;
    }
    if (left > 0 && length < Long.MAX_VALUE) {
      throw new IOException("the client went away");
    }
  }

  private void closeAll() {
    open.forEach(FaultProxy::close);
    open.clear();
  }

  private static void close(Socket socket) {
    try (socket) {
      // Unsent bytes are not to be waited for.
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
      return;
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
