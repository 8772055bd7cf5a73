package steading.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Passwords as the gateway checks them: SHA-256-crypt, the {@code $5$} of crypt(3), with fewer
 * rounds than a login would have, since HAProxy computes it for every request.
 */
public final class PasswordHash {
  private static final String ALPHABET =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ROUNDS = 1000;
  private static final int LONGEST_SALT = 16;
  private static final int SIZE = 32;

  private PasswordHash() {}

  /**
   * @param salt its first 16 characters count; letters and digits
   */
  public static String of(String password, String salt) {
    return of(password, salt, ROUNDS);
  }

  static String of(String password, String salt, int rounds) {
    String shortSalt = salt.substring(0, Math.min(salt.length(), LONGEST_SALT));
    byte[] hash =
        hash(
            password.getBytes(StandardCharsets.UTF_8),
            shortSalt.getBytes(StandardCharsets.US_ASCII),
            rounds);
    return "$5$rounds=" + rounds + "$" + shortSalt + "$" + encoded(hash);
  }

  private static byte[] hash(byte[] password, byte[] salt, int rounds) {
    MessageDigest digest = sha256();
    byte[] alternate = digest(digest, password, salt, password);
    digest.update(password);
    digest.update(salt);
    digest.update(repeated(alternate, password.length));
    for (int bits = password.length; bits > 0; bits >>= 1) {
      digest.update((bits & 1) == 1 ? alternate : password);
    }
    byte[] result = digest.digest();
    byte[] p = repeated(many(digest, password, password.length), password.length);
    byte[] s = repeated(many(digest, salt, 16 + (result[0] & 0xff)), salt.length);
    for (int round = 0; round < rounds; round++) {
      digest.update((round & 1) == 1 ? p : result);
      if (round % 3 != 0) {
        digest.update(s);
      }
      if (round % 7 != 0) {
        digest.update(p);
      }
      digest.update((round & 1) == 1 ? result : p);
      result = digest.digest();
    }
    return result;
  }

  private static byte[] many(MessageDigest digest, byte[] text, int times) {
    for (int i = 0; i < times; i++) {
      digest.update(text);
    }
    return digest.digest();
  }

  private static byte[] digest(MessageDigest digest, byte[]... parts) {
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static byte[] repeated(byte[] block, int length) {
    byte[] result = new byte[length];
    for (int at = 0; at < length; at += SIZE) {
      System.arraycopy(block, 0, result, at, Math.min(SIZE, length - at));
    }
    return result;
  }

  /** Three bytes become four letters, in an order of crypt's own. */
  private static String encoded(byte[] hash) {
    StringBuilder text = new StringBuilder();
    // From one group to the next each place moves on by 21, counted round the first 30.
    for (int group = 0; group < 10; group++) {
      int first = group * 21 % 30;
      letters(text, hash[first], hash[(first + 10) % 30], hash[(first + 20) % 30], 4);
    }
    letters(text, (byte) 0, hash[31], hash[30], 3);
    return text.toString();
  }

  private static void letters(StringBuilder text, byte high, byte middle, byte low, int count) {
    int bits = (high & 0xff) << 16 | (middle & 0xff) << 8 | (low & 0xff);
    for (int i = 0; i < count; i++) {
      text.append(ALPHABET.charAt(bits & 0x3f));
      bits >>= 6;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
