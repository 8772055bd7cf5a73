package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Frames are lines; those that arrive are of bounded length. */
final class Frames {
  /** Enough for any request; what a caller sends is not trusted. */
  static final int LONGEST_REQUEST = 1 << 20;

  /** An answer may list much; the daemon is trusted not to fill the caller's memory. */
  static final int LONGEST_ANSWER = 1 << 26;

  /** What is worth reading only to answer politely. */
  static final long LONGEST_REST = 1L << 26;

  private final ReadableByteChannel channel;
  private final int longest;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14).flip();

  Frames(ReadableByteChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /** The next line without its end; null when the other side has ended, mid-line or not. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    while (true) {
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          return line.toByteArray();
        }
        if (line.size() == longest) {
          throw new TooLong(longest);
        }
        line.write(b);
      }
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read < 0) {
        return null;
      }
    }
  }

  /**
   * Lets what is left of a line go by, up to {@code most} bytes: a caller hears an answer only when
   * it has said all.
   */
  void drop(long most) throws IOException {
    long left = most;
    while (left > 0) {
      while (buffer.hasRemaining()) {
        if (buffer.get() == '\n') {
          return;
        }
        left--;
      }
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read < 0) {
        return;
      }
    }
  }

  static byte[] encode(JsonNode frame) {
    byte[] line = Json.line(frame);
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    return ended;
  }

  static void write(WritableByteChannel channel, byte[] frame) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int longest) {
      super("a frame may have at most " + longest + " bytes");
    }
  }
}
