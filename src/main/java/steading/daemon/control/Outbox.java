package steading.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Frames on their way to a caller. A caller that has stopped reading (Ctrl-Z, a pager) holds up
 * only those who send output to it, never an operation that reports how far it is.
 */
final class Outbox {
  private static final int WAITING = 256;
  private static final byte[] LAST = {};

  private final SocketChannel channel;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer = Thread.ofVirtual().name("control-writer").unstarted(this::write);
  private volatile boolean closed;

  Outbox(SocketChannel channel) {
    this.channel = channel;
  }

  void start() {
    writer.start();
  }

  /** Left out when the caller does not keep up; false then. */
  boolean tell(JsonNode frame) {
    return !closed && queue.offer(Frames.encode(frame));
  }

  /** Waits for a slow caller; nothing happens when it has gone. */
  void send(JsonNode frame) {
    put(Frames.encode(frame));
  }

  /** Sends what waits, then ends the connection. */
  void finish() {
    put(LAST);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The caller reads no more: whoever waits for it goes on. */
  void close() {
    closed = true;
  }

  private void put(byte[] frame) {
    try {
      boolean taken = false;
      while (!closed && !taken) {
        taken = queue.offer(frame, 1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try (channel) {
      boolean last = false;
      while (!last && !(closed && queue.isEmpty())) {
        byte[] frame = queue.poll(1, TimeUnit.SECONDS);
        if (frame != null) {
          last = frame.length == 0;
          Frames.write(channel, frame);
        }
      }
    } catch (IOException e) {
      // The caller has gone; the reading side notices as well and tells the verb.
      queue.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
    }
  }
}
