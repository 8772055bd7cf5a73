package steading.storage;

import java.time.Duration;

/** What goes wrong between restic and a server. */
public sealed interface Fault {
  Fault NONE = new None();

  /** Everything arrives. */
  record None() implements Fault {}

  /** Nobody listens. */
  record Refuse() implements Fault {}

  /**
   * Some requests with a body are answered like this instead of being carried out.
   *
   * @param share of them, 1 for all; which ones is always the same
   * @param writing whether requests that only read are left in peace
   */
  record Answer(int status, String body, double share, boolean writing) implements Fault {
    /** An error of the server for this share of all requests. */
    public static Answer error(double share) {
      return new Answer(500, "<Error><Code>InternalError</Code></Error>", share, false);
    }

    /** No room for another object; what is there can still be read. */
    public static Answer full() {
      return new Answer(507, "<Error><Code>InsufficientStorage</Code></Error>", 1, true);
    }
  }

  /** The connection ends once this many bytes have come from the client. */
  record Cut(long bytes) implements Fault {}

  /** No more than this from the client. */
  record Slow(int bytesPerSecond) implements Fault {}

  /** The server's clock goes wrong by this, and it judges by it as S3 and Azure do. */
  record Skew(Duration by) implements Fault {}
}
