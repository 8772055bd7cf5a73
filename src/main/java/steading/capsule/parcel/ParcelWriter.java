package steading.capsule.parcel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import steading.engine.Tar;

/** Writes a parcel: its label, the images, and a repository with one capsule, in this order. */
public final class ParcelWriter implements AutoCloseable {
  static final String LABEL = "label.json";
  static final String IMAGES = "images/";
  static final String REPOSITORY = "repository/";

  private static final int PIECE = 4 << 20;
  private static final int BUFFER = 1 << 18;
  private static final int CLOSED = 0600;

  private final FileChannel channel;
  private final SealedOutput sealed;
  private final Tar tar;

  /**
   * @param file that is not there yet; only its owner can read it
   */
  public ParcelWriter(Path file, String password) throws IOException {
    this(file, Seal.fresh(password, Seal.ROUNDS));
  }

  ParcelWriter(Path file, Seal seal) throws IOException {
    this.channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.sealed =
        new SealedOutput(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER), seal);
    this.tar = new Tar(sealed);
  }

  /** Writes what comes as it comes. */
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  public void label(Label label) throws IOException {
    tar.file(LABEL, label.bytes(), CLOSED, 0, 0);
  }

  /** How long the archive is, nobody knows before it is through: it goes in pieces. */
  public void images(Content archive) throws IOException {
    try (Pieces pieces = new Pieces(tar);
        OutputStream packed = new Quick(pieces)) {
      archive.to(packed);
    }
  }

  /** A repository in a directory that nobody writes to any more. */
  public void repository(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = directory.relativize(file).toString();
      if (!name.startsWith("locks")) {
        long size = Files.size(file);
        tar.begin(REPOSITORY + name, size, CLOSED);
        Files.copy(file, sealed);
        sealed.write(Tar.padding(size));
      }
    }
  }

  /** Only now is it whole. */
  public void finish() throws IOException {
    tar.close();
    sealed.finish();
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Time matters more here than the last tenth of room. */
  private static final class Quick extends GZIPOutputStream {
    Quick(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class Pieces extends OutputStream {
    private final Tar tar;
    private final byte[] buffer = new byte[PIECE];
    private int filled;
    private int number;

    Pieces(Tar tar) {
      this.tar = tar;
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
        int part = Math.min(left, PIECE - filled);
        System.arraycopy(bytes, from, buffer, filled, part);
        filled += part;
        from += part;
        left -= part;
        if (filled == PIECE) {
          piece();
        }
      }
    }

    private void piece() throws IOException {
      number++;
      tar.file(IMAGES + "%08d".formatted(number), Arrays.copyOf(buffer, filled), CLOSED, 0, 0);
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      if (filled > 0) {
        piece();
      }
    }
  }
}
