package steading.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the Engine. Each request has its own: over a Unix socket it costs next to
 * nothing, and there is no pool whose connections a restarted Engine has left dead.
 */
final class Connection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int BUFFER = 32 * 1024;

  private final InputStream input;
  private final OutputStream output;
  private final Closing endOutput;
  private final Closing everything;

  private interface Closing {
    void run() throws IOException;
  }

  private Connection(
      InputStream input, OutputStream output, Closing endOutput, Closing everything) {
    this.input = new BufferedInputStream(input, BUFFER);
    this.output = new BufferedOutputStream(output, BUFFER);
    this.endOutput = endOutput;
    this.everything = everything;
  }

  static Connection open(EngineAddress address, @Nullable SSLContext tls) throws IOException {
    return address.unix() ? local(address) : remote(address, tls);
  }

  InputStream input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  /** Says that nothing more will come from us, while the Engine may still speak. */
  void endOutput() throws IOException {
    output.flush();
    endOutput.run();
  }

  @Override
  public void close() throws IOException {
    everything.run();
  }

  private static Connection local(EngineAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(address.uri().getPath()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new Connection(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel::close);
  }

  private static Connection remote(EngineAddress address, @Nullable SSLContext tls)
      throws IOException {
    String host = address.uri().getHost();
    int port = address.uri().getPort();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      Socket used = tls == null ? socket : secure(tls, socket, host, port);
      return new Connection(
          used.getInputStream(), used.getOutputStream(), used::shutdownOutput, used::close);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static SSLSocket secure(SSLContext tls, Socket socket, String host, int port)
      throws IOException {
    SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }
}
