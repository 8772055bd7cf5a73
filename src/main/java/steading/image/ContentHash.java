package steading.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names a build by everything that goes into it: the same context, Dockerfile, arguments and target
 * always give the same twelve digits, and a changed byte gives others.
 */
final class ContentHash {
  private static final int DIGITS = 12;

  private final MessageDigest digest = sha256();

  private ContentHash() {}

  /**
   * @param instructions the Dockerfile's text, hashed even where .dockerignore hides the file
   */
  static String of(
      ContextTree tree, String instructions, Map<String, String> args, @Nullable String target) {
    ContentHash hash = new ContentHash();
    tree.entries().forEach(hash::add);
    hash.text(instructions);
    new TreeMap<>(args).forEach((name, value) -> hash.text(name).text(value));
    hash.text(target == null ? "" : target);
    return HexFormat.of().formatHex(hash.digest.digest()).substring(0, DIGITS);
  }

  private void add(ContextTree.Entry entry) {
    switch (entry) {
      case ContextTree.Entry.Directory directory -> text("d").text(directory.name());
      case ContextTree.Entry.Link link -> text("l").text(link.name()).text(link.target());
      case ContextTree.Entry.File file -> {
        text(file.executable() ? "x" : "f").text(file.name());
        content(file);
      }
    }
  }

  /** Each text carries its length, so that no two lists of texts read the same. */
  private ContentHash text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    length(bytes.length);
    digest.update(bytes);
    return this;
  }

  private void content(ContextTree.Entry.File file) {
    length(file.size());
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(file.path())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw ContextTree.unreadable(file.path(), e);
    }
  }

  private void length(long length) {
    digest.update((length + ":").getBytes(StandardCharsets.US_ASCII));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
