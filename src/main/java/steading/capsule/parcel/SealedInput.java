package steading.capsule.parcel;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Decrypts a parcel; gives out no byte that it has not authenticated. */
final class SealedInput extends InputStream {
  private final PushbackInputStream in;
  private final Seal seal;
  private final Complaint complaint;
  private byte[] chunk = new byte[0];
  private int position;
  private long number;
  private boolean ended;

  SealedInput(InputStream in, Seal seal, Complaint complaint) {
    this.in = new PushbackInputStream(in, 1);
    this.seal = seal;
    this.complaint = complaint;
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int part = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, bytes, offset, part);
    position += part;
    return part;
  }

  private boolean fill() throws IOException {
    while (position == chunk.length && !ended) {
      byte[] sealed = in.readNBytes(Seal.CHUNK + Seal.TAG);
      int after = sealed.length < Seal.CHUNK + Seal.TAG ? -1 : in.read();
      if (after >= 0) {
        in.unread(after);
      }
      ended = after < 0;
      try {
        chunk = seal.chunk(Cipher.DECRYPT_MODE, number, ended, sealed, sealed.length);
      } catch (GeneralSecurityException e) {
        throw complaint.damaged(
            "its part " + (number + 1) + (ended ? ", the last," : "") + " is not authentic");
      }
      number++;
      position = 0;
    }
    return position < chunk.length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
