package steading.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** As many bytes of another stream as were announced; fewer are an error. */
final class LimitedStream extends InputStream {
  private final InputStream source;
  private final String tooShort;
  private long left;

  LimitedStream(InputStream source, long length, String tooShort) {
    this.source = source;
    this.tooShort = tooShort;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = source.read(buffer, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException(tooShort);
    }
    left -= read;
    return read;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
