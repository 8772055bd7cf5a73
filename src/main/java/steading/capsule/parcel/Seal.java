package steading.capsule.parcel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a parcel is locked with: a key made of the password, and the first bytes of the file, from
 * which whoever has the password makes the same key. Chunks are numbered and the last is marked, so
 * that none can be taken out, moved or cut off unseen.
 */
final class Seal {
  static final int CHUNK = 1 << 20;
  static final int TAG = 16;

  private static final byte[] MAGIC = "STEADING-PARCEL-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final int PREFIX = 7;
  private static final int CHECK = 16;
  private static final int KEY = 32;
  static final int HEAD = MAGIC.length + Integer.BYTES + SALT + PREFIX + CHECK;

  /** What OWASP advises; a file may not ask for more than a little while. */
  static final int ROUNDS = 600_000;

  private static final int MOST_ROUNDS = 5_000_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] head;
  private final byte[] prefix;
  private final SecretKeySpec key;

  private Seal(byte[] head, byte[] prefix, byte[] key) {
    this.head = head;
    this.prefix = prefix;
    this.key = new SecretKeySpec(key, "AES");
  }

  static Seal fresh(String password, int rounds) {
    byte[] salt = random(SALT);
    byte[] prefix = random(PREFIX);
    byte[] derived = derive(password, salt, rounds);
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.put(MAGIC).putInt(rounds).put(salt).put(prefix).put(derived, KEY, CHECK);
    return new Seal(head.array(), prefix, Arrays.copyOf(derived, KEY));
  }

  /** Reads the first bytes of a parcel. */
  static Seal read(InputStream in, Complaint complaint, String password) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    if (head.length < HEAD || !Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length))) {
      throw complaint.noParcel();
    }
    ByteBuffer buffer = ByteBuffer.wrap(head).position(MAGIC.length);
    int rounds = buffer.getInt();
    byte[] salt = next(buffer, SALT);
    byte[] prefix = next(buffer, PREFIX);
    byte[] check = next(buffer, CHECK);
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw complaint.damaged("its first bytes make no sense");
    }
    byte[] derived = derive(password, salt, rounds);
    if (!MessageDigest.isEqual(check, Arrays.copyOfRange(derived, KEY, KEY + CHECK))) {
      throw complaint.password();
    }
    return new Seal(head, prefix, Arrays.copyOf(derived, KEY));
  }

  byte[] head() {
    return head.clone();
  }

  /** Encrypts or decrypts one chunk; its number and place are part of what is authenticated. */
  byte[] chunk(int mode, long number, boolean last, byte[] content, int length)
      throws GeneralSecurityException {
    ByteBuffer nonce = ByteBuffer.allocate(PREFIX + Integer.BYTES + 1);
    nonce.put(prefix).putInt((int) number).put((byte) (last ? 1 : 0));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce.array()));
    cipher.updateAAD(head);
    return cipher.doFinal(content, 0, length);
  }

  private static byte[] next(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), salt, rounds, (KEY + CHECK) * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }
}
