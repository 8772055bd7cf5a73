package steading.capsule.parcel;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Encrypts what is written, chunk by chunk. Without {@link #finish} it is nothing whole. */
final class SealedOutput extends OutputStream {
  private final OutputStream out;
  private final Seal seal;
  private final byte[] buffer = new byte[Seal.CHUNK];
  private int filled;
  private long number;

  SealedOutput(OutputStream out, Seal seal) throws IOException {
    this.out = out;
    this.seal = seal;
    out.write(seal.head());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == buffer.length) {
        emit(false);
      }
      int part = Math.min(left, buffer.length - filled);
      System.arraycopy(bytes, from, buffer, filled, part);
      filled += part;
      from += part;
      left -= part;
    }
  }

  void finish() throws IOException {
    emit(true);
    out.flush();
  }

  private void emit(boolean last) throws IOException {
    try {
      out.write(seal.chunk(Cipher.ENCRYPT_MODE, number++, last, buffer, filled));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
