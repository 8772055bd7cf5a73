package steading.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import steading.app.Durable;
import steading.image.ImageChoice;
import steading.image.ImageLock;
import steading.image.Images;

/**
 * Which HAProxy the gateway runs. The answer is kept, so that a new image in some registry does not
 * replace the gateway's container in the middle of a deploy.
 */
final class GatewayImage implements GatewayContainer.ImageSource {
  private static final Logger LOG = Logger.getLogger(GatewayImage.class.getName());
  private static final String WANTED = "haproxy:3.0";

  private final Images images;
  private final Path pin;

  GatewayImage(Images images, Path pin) {
    this.images = images;
    this.pin = pin;
  }

  /** The exact reference of an image that is on the Engine. */
  @Override
  public String obtain() throws IOException {
    Optional<String> pinned = Durable.read(pin).map(String::strip);
    ImageLock lock =
        pinned.map(reference -> new ImageLock(Map.of(WANTED, reference))).orElse(ImageLock.EMPTY);
    ImageChoice choice = images.choose(WANTED, lock);
    if (!images.present(choice)) {
      images.obtain(choice, LOG::fine);
    }
    if (!pinned.equals(Optional.of(choice.reference()))) {
      Durable.write(pin, choice.reference() + "\n");
    }
    return choice.reference();
  }
}
