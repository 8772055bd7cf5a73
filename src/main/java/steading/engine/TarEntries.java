package steading.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from its beginning to its end, one member after the other. What a member is
 * called is what its writer says: whoever makes a file of it has to look at the name first.
 */
public final class TarEntries {
  private static final int BLOCK = 512;
  private static final int LONGEST_RECORD = 1 << 20;

  private final InputStream in;
  private long left;
  private long padding;

  public TarEntries(InputStream in) {
    this.in = in;
  }

  /**
   * @param type {@code 0} is a file, {@code 5} a directory, {@code 2} a symbolic link
   */
  public record Entry(String name, char type, long size) {
    public boolean isFile() {
      return type == '0';
    }
  }

  /** The next member, whether or not the last was read to its end; null after the last. */
  public @Nullable Entry next() throws IOException {
    String name = null;
    long size = -1;
    while (true) {
      skip();
      byte[] head = in.readNBytes(BLOCK);
      if (head.length == 0 || isEmpty(head)) {
        return null;
      }
      if (head.length < BLOCK || !isSound(head)) {
        throw new IOException("this is no tar archive, or it is cut short");
      }
      char type = head[156] == 0 ? '0' : (char) head[156];
      long said = number(head, 124, 12);
      begin(said);
      if (type == 'x') {
        String records = text(said);
        name = record(records, "path") == null ? name : record(records, "path");
        String longer = record(records, "size");
        size = longer == null ? size : Long.parseLong(longer);
      } else if (type == 'L') {
        name = text(said).replace("\0", "");
      } else if (type != 'g' && type != 'K') {
        long real = size < 0 ? said : size;
        begin(real);
        return new Entry(name == null ? shortName(head) : name, type, real);
      }
    }
  }

  /** The content of the member that {@link #next} gave. */
  public InputStream content() {
    return new Content();
  }

  private void begin(long size) throws IOException {
    if (size < 0) {
      throw new IOException("a member of the archive has no size");
    }
    left = size;
    padding = (BLOCK - size % BLOCK) % BLOCK;
  }

  private void skip() throws IOException {
    in.skipNBytes(left + padding);
    left = 0;
    padding = 0;
  }

  private String text(long size) throws IOException {
    if (size > LONGEST_RECORD) {
      throw new IOException("a name in the archive is longer than any name");
    }
    byte[] bytes = in.readNBytes((int) size);
    left -= bytes.length;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static @Nullable String record(String records, String key) {
    for (String line : records.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.startsWith(key + "=", space + 1)) {
        return line.substring(space + 2 + key.length());
      }
    }
    return null;
  }

  private static String shortName(byte[] head) {
    String prefix = field(head, 345, 155);
    boolean posix = field(head, 257, 6).equals("ustar") && head[263] == '0';
    String name = field(head, 0, 100);
    return posix && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private static String field(byte[] head, int offset, int width) {
    int end = offset;
    while (end < offset + width && head[end] != 0) {
      end++;
    }
    return new String(head, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static boolean isEmpty(byte[] head) {
    for (byte each : head) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSound(byte[] head) throws IOException {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xff;
    }
    return sum == number(head, 148, 8);
  }

  /** Octal digits, or for what is larger a binary number behind a bit that says so. */
  private static long number(byte[] head, int offset, int width) throws IOException {
    if ((head[offset] & 0x80) != 0) {
      long value = 0;
      for (int i = offset + width - 8; i < offset + width; i++) {
        value = (value << 8) | (head[i] & 0xff);
      }
      return value;
    }
    String digits = field(head, offset, width).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("a number in the archive is none", e);
    }
  }

  private final class Content extends InputStream {
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
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the archive is cut short");
      }
      left -= read;
      return read;
    }
  }
}
