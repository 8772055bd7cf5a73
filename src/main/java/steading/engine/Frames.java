package steading.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The Engine's way to carry two outputs in one stream: eight bytes of header, the first of them the
 * output's number, the last four the length. A terminal has one output, and no frames.
 */
final class Frames {
  private static final int HEADER = 8;
  private static final int CHUNK = 32 * 1024;

  private Frames() {}

  static void read(InputStream stream, boolean tty, Engine.LogSink sink) throws IOException {
    if (tty) {
      copy(stream, Long.MAX_VALUE, false, sink);
      return;
    }
    byte[] header = stream.readNBytes(HEADER);
    while (header.length == HEADER) {
      long length = 0;
      for (int i = 4; i < HEADER; i++) {
        length = (length << 8) | (header[i] & 0xff);
      }
      if (copy(stream, length, header[0] == 2, sink) < length) {
        throw new EOFException("the stream ended within a line");
      }
      header = stream.readNBytes(HEADER);
    }
    if (header.length > 0) {
      throw new EOFException("the stream ended within a header");
    }
  }

  private static long copy(InputStream stream, long length, boolean stderr, Engine.LogSink sink)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(CHUNK, length)];
    long copied = 0;
    while (copied < length) {
      int read = stream.read(buffer, 0, (int) Math.min(buffer.length, length - copied));
      if (read < 0) {
        break;
      }
      sink.accept(stderr, Arrays.copyOf(buffer, read));
      copied += read;
    }
    return copied;
  }
}
