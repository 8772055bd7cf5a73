package steading.capsule.parcel;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.engine.TarEntries;
import steading.engine.TarEntries.Entry;

/**
 * A parcel that somebody hands over. Nothing in it is believed before it is authenticated, and
 * nothing of it reaches the disk that a parcel does not hold.
 */
public final class Parcel {
  private static final int BUFFER = 1 << 18;
  private static final int LONGEST_LABEL = 1 << 20;
  private static final Pattern PIECE = Pattern.compile("images/\\d{8}");
  private static final Pattern KEPT =
      Pattern.compile(
          "repository/(config|(keys|index|snapshots)/[0-9a-f]{64}|data/[0-9a-f]{2}/[0-9a-f]{64})");
  private static final List<String> DIRECTORIES =
      List.of("keys", "index", "snapshots", "data", "locks");

  private final Path file;
  private final String password;
  private final Complaint complaint;

  public Parcel(Path file, String password) {
    this.file = file;
    this.password = password;
    this.complaint = new Complaint(file);
  }

  /**
   * @param repositoryBytes what the repository takes
   * @param imageBytes what the images take before they are loaded
   */
  public record Looked(Label label, long repositoryBytes, long imageBytes) {}

  /** Of the whole file only the beginning is read. */
  public Label label() {
    return walk(new Looking(), true).label();
  }

  /** Reads everything to the end, and keeps nothing: who goes on knows that it is all there. */
  public Looked check() {
    return walk(new Looking(), false);
  }

  /**
   * @param images is given the archive of the images, and reads it to its end
   * @param repository an empty directory
   */
  public void unpack(Consumer<InputStream> images, Path repository) {
    try {
      for (String each : DIRECTORIES) {
        Durable.directories(repository.resolve(each));
      }
    } catch (IOException e) {
      throw complaint.unreadable(e);
    }
    walk(
        new Visitor() {
          @Override
          public void images(InputStream archive, Label label) {
            images.accept(archive);
          }

          @Override
          public void kept(String name, InputStream content) throws IOException {
            Path target = repository.resolve(name.substring(ParcelWriter.REPOSITORY.length()));
            Durable.directories(Objects.requireNonNull(target.getParent()));
            try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
              content.transferTo(out);
            }
          }
        },
        false);
  }

  /** What becomes of what is found. */
  private interface Visitor {
    void images(InputStream archive, Label label) throws IOException;

    void kept(String name, InputStream content) throws IOException;
  }

  private static final class Looking implements Visitor {
    @Override
    public void images(InputStream archive, Label label) throws IOException {
      new ImageCheck(label).read(archive);
    }

    @Override
    public void kept(String name, InputStream content) throws IOException {
      content.transferTo(OutputStream.nullOutputStream());
    }
  }

  private Looked walk(Visitor visitor, boolean labelOnly) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      InputStream sealed = new SealedInput(raw, Seal.read(raw, complaint, password), complaint);
      Looked looked = walk(new TarEntries(sealed), visitor, labelOnly);
      if (!labelOnly) {
        // What comes after the archive's end is part of the file.
        sealed.transferTo(OutputStream.nullOutputStream());
      }
      return looked;
    } catch (ImageCheck.Unsafe e) {
      throw complaint.unsafe(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw complaint.unreadable(e);
    }
  }

  private Looked walk(TarEntries tar, Visitor visitor, boolean labelOnly) throws IOException {
    Label label = label(tar);
    if (labelOnly) {
      return new Looked(label, 0, 0);
    }
    long imageBytes = 0;
    Entry entry = tar.next();
    if (entry != null && isPiece(entry)) {
      Images images = new Images(tar, entry);
      Counted archive = new Counted(images, label.imageBytes(), complaint);
      visitor.images(archive, label);
      archive.transferTo(OutputStream.nullOutputStream());
      imageBytes = archive.count();
      entry = images.after();
    }
    long repositoryBytes = 0;
    Set<String> names = new HashSet<>();
    for (; entry != null; entry = tar.next()) {
      if (!entry.isFile() || !KEPT.matcher(entry.name()).matches() || !names.add(entry.name())) {
        throw complaint.unsafe("an entry named " + entry.name());
      }
      repositoryBytes += entry.size();
      visitor.kept(entry.name(), tar.content());
    }
    if (!names.contains(ParcelWriter.REPOSITORY + "config")) {
      throw complaint.damaged("it has no capsule");
    }
    return new Looked(label, repositoryBytes, imageBytes);
  }

  private Label label(TarEntries tar) throws IOException {
    Entry first = tar.next();
    if (first == null
        || !first.isFile()
        || !first.name().equals(ParcelWriter.LABEL)
        || first.size() > LONGEST_LABEL) {
      throw complaint.noParcel();
    }
    Label label;
    try {
      label = Label.read(tar.content().readAllBytes());
    } catch (IOException e) {
      // The parser's own message would quote the content.
      throw complaint.damaged("its label cannot be read");
    }
    if (label.format() != Label.FORMAT) {
      throw complaint.noParcel();
    }
    return label;
  }

  private static boolean isPiece(Entry entry) {
    return entry.isFile() && PIECE.matcher(entry.name()).matches();
  }

  /** The pieces of the archive one behind the other. */
  private static final class Images extends InputStream {
    private final TarEntries tar;
    private @Nullable Entry current;

    Images(TarEntries tar, Entry first) {
      this.tar = tar;
      this.current = first;
    }

    /** What follows when all pieces are read. */
    @Nullable Entry after() {
      return current;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (current != null && isPiece(current)) {
        int read = tar.content().read(bytes, offset, length);
        if (read >= 0) {
          return read;
        }
        current = tar.next();
      }
      return -1;
    }
  }
}
