package steading.capsule.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import steading.capsule.repo.Moved;

/**
 * Redis: the server hands out one consistent image of all its keys, as it does to a replica. It is
 * loaded by putting it where the server looks when it starts, which is the caller's to do: {@link
 * #FILE} becomes the base of a new log of changes, or the snapshot itself.
 */
public final class Redis implements DatabaseTool {
  public static final String FILE = "dump.rdb";
  private static final int SHORTEST = 18;
  private static final int CHECKSUM = 8;
  private static final int END = 0xff;
  private static final String MAGIC = "REDIS";
  private static final int MARK = 40;

  private final Inside inside;
  private final String service;

  public Redis(Inside inside, String service) {
    this.inside = inside;
    this.service = service;
  }

  @Override
  public Dump dump(Path directory, Consumer<String> say) {
    long keys = number(inside.text("redis-cli", "DBSIZE"));
    Path file = directory.resolve(FILE);
    long bytes = cut(file, inside.into(file, "redis-cli", "--rdb", "-"));
    say.accept(Moved.size(bytes));
    String version =
        inside
            .text("redis-cli", "INFO", "server")
            .lines()
            .filter(line -> line.startsWith("redis_version:"))
            .findFirst()
            .map(line -> line.substring("redis_version:".length()).strip())
            .orElse("");
    // Keys come and go on their own: how many there were is told, and not insisted on.
    Dump.Part part = new Dump.Part("keys", FILE, bytes, Map.of("about", keys));
    return new Dump(service, "redis", version, "", List.of(part));
  }

  private static long number(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  /**
   * It begins with a magic word, and ends with an end mark and a checksum. A server that sends it
   * as it goes adds a mark of its own to tell the end, which is no part of it.
   */
  private long cut(Path file, long bytes) {
    if (bytes < SHORTEST) {
      throw Inside.failed(
              inside.target() + ": the dump " + FILE + " is empty",
              "redis-cli said that all went well, and wrote " + bytes + " bytes")
          .raise();
    }
    try (RandomAccessFile dump = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] magic = new byte[MAGIC.length()];
      dump.readFully(magic);
      boolean begins = new String(magic, StandardCharsets.US_ASCII).equals(MAGIC);
      if (begins && endsAt(dump, bytes)) {
        return bytes;
      }
      if (begins && endsAt(dump, bytes - MARK)) {
        dump.setLength(bytes - MARK);
        return bytes - MARK;
      }
    } catch (IOException e) {
      throw Inside.unwritable(file, e);
    }
    throw Inside.failed(
            inside.target() + ": the dump " + FILE + " breaks off", "Its end mark is missing")
        .raise();
  }

  private static boolean endsAt(RandomAccessFile dump, long length) throws IOException {
    if (length < SHORTEST) {
      return false;
    }
    dump.seek(length - CHECKSUM - 1);
    return dump.read() == END;
  }

  /** The server has read it when it started. */
  @Override
  public List<String> load(Dump dump, Path directory, Consumer<String> say) {
    return inside.text("redis-cli", "PING").strip().equals("PONG")
        ? List.of()
        : List.of(service + " does not answer");
  }
}
