package steading.capsule.repo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far restic has come.
 *
 * @param bytes of those that there are; {@code ofBytes} is 0 while restic still counts
 * @param elapsed since it began
 */
public record Moved(long bytes, long ofBytes, long files, long ofFiles, Duration elapsed) {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  /** Empty for a message that tells something else. */
  static Optional<Moved> of(JsonNode message) {
    if (!message.path("message_type").asText().equals("status")) {
      return Optional.empty();
    }
    return Optional.of(
        new Moved(
            message.path("bytes_done").asLong(message.path("bytes_restored").asLong()),
            message.path("total_bytes").asLong(),
            message.path("files_done").asLong(message.path("files_restored").asLong()),
            message.path("total_files").asLong(),
            Duration.ofSeconds(message.path("seconds_elapsed").asLong())));
  }

  /** The time that is left at this pace; empty before anybody can tell. */
  public Optional<Duration> left() {
    if (bytes == 0 || ofBytes < bytes || elapsed.isZero()) {
      return Optional.empty();
    }
    double pace = (double) bytes / elapsed.toMillis();
    return Optional.of(Duration.ofMillis((long) ((ofBytes - bytes) / pace)));
  }

  /** As {@code 1.2 GB of 3.4 GB, 120.5 MB/s, 18 s left}. */
  public String text() {
    StringBuilder text = new StringBuilder(size(bytes));
    if (ofBytes > 0) {
      text.append(" of ").append(size(ofBytes));
    }
    text.append(", ").append(files).append(" files");
    if (elapsed.toSeconds() > 0 && bytes > 0) {
      text.append(", ").append(size(bytes / elapsed.toSeconds())).append("/s");
    }
    left().ifPresent(time -> text.append(", ").append(time(time)).append(" left"));
    return text.toString();
  }

  /** Bytes for people. */
  public static String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** A duration for people. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
