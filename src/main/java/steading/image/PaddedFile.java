package steading.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file of exactly the size its header promised, and the padding after it. */
final class PaddedFile extends InputStream {
  private final Path path;
  private final long size;
  private long given;
  private @Nullable InputStream open;

  PaddedFile(Path path, long size) {
    this.path = path;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (given < size) {
      return content(buffer, offset, (int) Math.min(length, size - given));
    }
    close();
    int padding = (int) Math.min(length, TarHeader.wholeBlocks(size) - given);
    if (padding <= 0) {
      return -1;
    }
    Arrays.fill(buffer, offset, offset + padding, (byte) 0);
    given += padding;
    return padding;
  }

  private int content(byte[] buffer, int offset, int length) throws IOException {
    InputStream in = open;
    if (in == null) {
      in = Files.newInputStream(path);
      open = in;
    }
    int n = in.read(buffer, offset, length);
    if (n < 0) {
      throw new IOException(path + " became shorter while it was read");
    }
    given += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
