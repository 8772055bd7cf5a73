package steading.capsule;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Names of capsules: when, and what tells two of one minute apart. */
final class CapsuleId {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMdd-HHmm");
  private static final String LETTERS = "abcdefghkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 4;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM = Pattern.compile("\\d{6}-\\d{4}-[a-z0-9]{4}");

  private CapsuleId() {}

  static String at(Instant time) {
    StringBuilder id = new StringBuilder(TIME.format(time.atZone(ZoneOffset.UTC))).append('-');
    for (int i = 0; i < LENGTH; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}
