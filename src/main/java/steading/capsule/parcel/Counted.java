package steading.capsule.parcel;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks, and stops at more than was announced: a small file can unpack to more than a disk. */
final class Counted extends InputStream {
  private final GZIPInputStream in;
  private final long most;
  private final Complaint complaint;
  private long count;

  Counted(InputStream packed, long most, Complaint complaint) throws IOException {
    this.in = new GZIPInputStream(packed, 1 << 18);
    this.most = most;
    this.complaint = complaint;
  }

  long count() {
    return count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Whoever reads this is an Engine's connection: a fault of the file must not look like its. */
  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      if (count > most) {
        throw complaint.unsafe("images that are larger than it says");
      }
      return read;
    } catch (IOException e) {
      throw complaint.damaged(e.toString());
    }
  }
}
