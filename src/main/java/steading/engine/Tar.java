package steading.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tar archive (POSIX ustar, with pax records for what does not fit). Every time is 0, so
 * that the same content gives the same bytes.
 */
public final class Tar implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final long LARGEST = 077777777777L;
  private static final int LARGEST_ID = 07777777;

  private final OutputStream out;

  public Tar(OutputStream out) {
    this.out = out;
  }

  public void directory(String path, int mode) throws IOException {
    header(new Entry(path.endsWith("/") ? path : path + "/", '5', mode, 0, 0, 0, ""));
  }

  public void symlink(String path, String target) throws IOException {
    header(new Entry(path, '2', 0777, 0, 0, 0, target));
  }

  public void file(String path, byte[] content, int mode, int uid, int gid) throws IOException {
    header(new Entry(path, '0', mode, uid, gid, content.length, ""));
    out.write(content);
    out.write(padding(content.length));
  }

  /** Only the head of a file; its content and {@link #padding} are the caller's to write. */
  public void begin(String path, long size, int mode) throws IOException {
    header(new Entry(path, '0', mode, 0, 0, size, ""));
  }

  /** What fills a file's last block. */
  public static byte[] padding(long size) {
    return new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
  }

  /** Writes the end of the archive; does not close what it was written to. */
  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  private record Entry(
      String path, char type, int mode, int uid, int gid, long size, String target) {}

  private void header(Entry entry) throws IOException {
    StringBuilder pax = new StringBuilder();
    if (utf8(entry.path()).length > NAME) {
      pax.append(record("path", entry.path()));
    }
    if (utf8(entry.target()).length > NAME) {
      pax.append(record("linkpath", entry.target()));
    }
    if (entry.size() > LARGEST) {
      pax.append(record("size", Long.toString(entry.size())));
    }
    if (entry.uid() > LARGEST_ID) {
      pax.append(record("uid", Integer.toString(entry.uid())));
    }
    if (entry.gid() > LARGEST_ID) {
      pax.append(record("gid", Integer.toString(entry.gid())));
    }
    if (!pax.isEmpty()) {
      byte[] records = utf8(pax.toString());
      out.write(block(new Entry("pax", 'x', 0644, 0, 0, records.length, "")));
      out.write(records);
      out.write(padding(records.length));
    }
    out.write(block(entry));
  }

  /** A pax record begins with its own length, the digits of the length included. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int size = utf8(rest).length;
    int length = size + Integer.toString(size).length();
    if (size + Integer.toString(length).length() != length) {
      length++;
    }
    return length + rest;
  }

  private static byte[] block(Entry entry) {
    byte[] block = new byte[BLOCK];
    text(block, 0, NAME, entry.path());
    octal(block, 100, 8, entry.mode());
    octal(block, 108, 8, Math.min(entry.uid(), LARGEST_ID));
    octal(block, 116, 8, Math.min(entry.gid(), LARGEST_ID));
    octal(block, 124, 12, Math.min(entry.size(), LARGEST));
    octal(block, 136, 12, 0);
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) entry.type();
    text(block, 157, NAME, entry.target());
    text(block, 257, 8, "ustar\00000");
    int sum = 0;
    for (byte value : block) {
      sum += value & 0xff;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static void text(byte[] block, int offset, int width, String value) {
    byte[] bytes = utf8(value);
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, width));
  }

  private static void octal(byte[] block, int offset, int width, long value) {
    String digits = Long.toOctalString(value);
    String field = "0".repeat(width - 1 - digits.length()) + digits + "\0";
    System.arraycopy(field.getBytes(StandardCharsets.US_ASCII), 0, block, offset, width);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
