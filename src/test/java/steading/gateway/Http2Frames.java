package steading.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Just enough of HTTP/2 to say what no decent library would. */
final class Http2Frames {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int LONGEST_SHORT = 126;

  private Http2Frames() {}

  /** A connection that makes one request. */
  static byte[] request(List<String[]> fields, String body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(bytes, SETTINGS, 0, 0, new byte[0]);
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String[] field : fields) {
      // Literal, never indexed, with a new name.
      block.write(0x10);
      word(block, field[0]);
      word(block, field[1]);
    }
    frame(bytes, HEADERS, END_HEADERS, 1, block.toByteArray());
    frame(bytes, DATA, END_STREAM, 1, body.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static void word(ByteArrayOutputStream block, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > LONGEST_SHORT) {
      throw new IllegalArgumentException("too long for one byte: " + word);
    }
    block.write(bytes.length);
    block.writeBytes(bytes);
  }

  private static void frame(
      ByteArrayOutputStream bytes, int type, int flags, int stream, byte[] payload) {
    bytes.write(payload.length >> 16);
    bytes.write(payload.length >> 8);
    bytes.write(payload.length);
    bytes.write(type);
    bytes.write(flags);
    bytes.write(0);
    bytes.write(0);
    bytes.write(0);
    bytes.write(stream);
    bytes.writeBytes(payload);
  }
}
