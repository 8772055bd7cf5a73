package steading.daemon.control;

import java.util.Locale;

/** A verb is called as its request is: {@code ImageLs} becomes {@code image-ls}. */
public final class VerbName {
  private VerbName() {}

  public static String of(Class<?> request) {
    StringBuilder name = new StringBuilder();
    String simple = request.getSimpleName();
    for (int i = 0; i < simple.length(); i++) {
      char c = simple.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        name.append('-');
      }
      name.append(c);
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
