package steading.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer of unknown length. An end without the last, empty chunk is an error. */
final class ChunkedStream extends InputStream {
  private final InputStream connection;
  private long left;
  private boolean begun;
  private boolean ended;

  ChunkedStream(InputStream connection) {
    this.connection = connection;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int read = connection.read(buffer, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the Engine's answer was cut short");
    }
    left -= read;
    return read;
  }

  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    if (begun) {
      Exchange.line(connection);
    }
    begun = true;
    String size = Exchange.line(connection).split(";", 2)[0].strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      throw new IOException("the Engine's answer is garbled: chunk of size " + size, e);
    }
    ended = left == 0;
    return !ended;
  }
}
