package steading.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Images as one archive, for an Engine that no registry reaches. */
public final class ImageArchive {
  private final ImageCalls images;

  public ImageArchive(Engine engine) {
    this.images = engine.images;
  }

  /**
   * Writes images without their names, layers that they share once.
   *
   * @throws IOException when it cannot be written; what the Engine does wrong comes as its own
   */
  public void save(List<String> ids, OutputStream out) throws IOException {
    images.save(ids, out);
  }

  /** Takes up what {@link #save} wrote; the stream is read to its end. */
  public void load(InputStream archive) {
    images.load(archive);
  }
}
