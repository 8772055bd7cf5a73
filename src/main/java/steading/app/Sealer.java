package steading.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what only this installation may read. What is sealed is bound to what it is about, so
 * that one thing's secrets cannot be passed off as another's.
 */
public final class Sealer {
  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MasterKey key;

  Sealer(MasterKey key) {
    this.key = key;
  }

  public static Sealer of(Home home) {
    return new Sealer(MasterKey.open(home));
  }

  public byte[] seal(String about, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, about, nonce).doFinal(plain);
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(FORMAT)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES", e);
    }
  }

  /** Fails on anything that was not sealed here about the same. */
  public byte[] open(String about, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != FORMAT) {
      throw new GeneralSecurityException("not sealed");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, about, nonce)
        .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
  }

  private Cipher cipher(int mode, String about, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.encryption(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("steading " + about).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  @Override
  public String toString() {
    return "Sealer";
  }
}
