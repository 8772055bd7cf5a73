package steading.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import steading.engine.Tar;

/**
 * Headers of tar members, each by itself, for contents that are streamed. Owner and time are always
 * 0, so that the Engine's layer cache finds what it built before.
 */
final class TarHeader {
  private TarHeader() {}

  static byte[] file(String name, boolean executable, long size) {
    return written(tar -> tar.begin(name, size, executable ? 0755 : 0644));
  }

  static byte[] directory(String name) {
    return written(tar -> tar.directory(name, 0755));
  }

  static byte[] link(String name, String target) {
    return written(tar -> tar.symlink(name, target));
  }

  static byte[] end() {
    return written(Tar::close);
  }

  static long wholeBlocks(long size) {
    return size + Tar.padding(size).length;
  }

  static byte[] padded(byte[] content) {
    return Arrays.copyOf(content, (int) wholeBlocks(content.length));
  }

  private interface Part {
    void write(Tar tar) throws IOException;
  }

  private static byte[] written(Part part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      part.write(new Tar(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
