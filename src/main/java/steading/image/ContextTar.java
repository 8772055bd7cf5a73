package steading.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A build context as a tar stream. Files are opened one after the other while the Engine reads, so
 * that a large context needs no copy.
 */
final class ContextTar {
  private ContextTar() {}

  /** A file made in memory. */
  record Member(String name, String content, boolean executable) {
    static Member plain(String name, String content) {
      return new Member(name, content, false);
    }
  }

  /** The tree with {@code text} in place of, or besides, its file {@code name}. */
  static InputStream of(ContextTree tree, String name, String text) {
    return chain(
        Stream.concat(
            Stream.of(memory(Member.plain(name, text))),
            tree.entries().stream()
                .filter(entry -> !entry.name().equals(name))
                .map(ContextTar::entry)));
  }

  static InputStream of(List<Member> members) {
    return chain(members.stream().map(ContextTar::memory));
  }

  private static InputStream memory(Member member) {
    byte[] content = member.content().getBytes(StandardCharsets.UTF_8);
    return two(
        TarHeader.file(member.name(), member.executable(), content.length),
        new ByteArrayInputStream(TarHeader.padded(content)));
  }

  private static InputStream entry(ContextTree.Entry entry) {
    return switch (entry) {
      case ContextTree.Entry.Directory directory ->
          new ByteArrayInputStream(TarHeader.directory(directory.name()));
      case ContextTree.Entry.Link link ->
          new ByteArrayInputStream(TarHeader.link(link.name(), link.target()));
      case ContextTree.Entry.File file ->
          two(
              TarHeader.file(file.name(), file.executable(), file.size()),
              new PaddedFile(file.path(), file.size()));
    };
  }

  private static InputStream two(byte[] header, InputStream content) {
    return new SequenceInputStream(new ByteArrayInputStream(header), content);
  }

  private static InputStream chain(Stream<InputStream> members) {
    return new Chain(
        Stream.concat(members, Stream.of(new ByteArrayInputStream(TarHeader.end()))).iterator());
  }

  /** One stream after the other, each made only when the one before it has ended. */
  private static final class Chain extends InputStream {
    private final Iterator<InputStream> rest;
    private InputStream current = InputStream.nullInputStream();

    private Chain(Iterator<InputStream> rest) {
      this.rest = rest;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = current.read(buffer, offset, length);
      while (n < 0 && rest.hasNext()) {
        current.close();
        current = rest.next();
        n = current.read(buffer, offset, length);
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }
}
