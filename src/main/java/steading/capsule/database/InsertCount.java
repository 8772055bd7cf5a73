package steading.capsule.database;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a dump of MariaDB or MySQL as it goes by: counts the rows of every table, and remembers how
 * it ended. Only statements as mariadb-dump writes them are understood, each at a line's beginning.
 */
final class InsertCount extends OutputStream {
  private static final String INSERT = "INSERT INTO `";
  private static final String USE = "USE `";
  private static final int LONGEST_HEAD = 1 << 12;
  private static final int KEPT = 256;

  private final Map<String, Long> rows = new TreeMap<>();
  private final StringBuilder head = new StringBuilder();
  private final byte[] last = new byte[KEPT];
  private long count;
  private String database = "";
  private String table = "";
  private boolean inHead = true;
  private boolean inRows;
  private boolean quoted;
  private boolean escaped;
  private int depth;

  Map<String, Long> rows() {
    return rows;
  }

  /** The dump's last bytes. */
  String end() {
    int length = (int) Math.min(count, KEPT);
    byte[] end = new byte[length];
    for (int i = 0; i < length; i++) {
      end[i] = last[(int) ((count - length + i) % KEPT)];
    }
    return new String(end, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void write(int value) {
    char c = (char) (value & 0xff);
    last[(int) (count++ % KEPT)] = (byte) value;
    if (inRows) {
      row(c);
    } else if (c == '\n') {
      endOfLine();
    } else if (inHead) {
      head.append(c);
      if (head.length() > LONGEST_HEAD) {
        inHead = false;
      } else if (c == 'S' && head.toString().endsWith("` VALUES") && begins(INSERT)) {
        table = name(INSERT);
        rows.putIfAbsent(table, 0L);
        inRows = true;
        depth = 0;
      }
    }
  }

  private void endOfLine() {
    if (begins(USE)) {
      database = head.substring(USE.length(), head.lastIndexOf("`"));
    }
    head.setLength(0);
    inHead = true;
  }

  private boolean begins(String words) {
    return head.length() > words.length() && head.substring(0, words.length()).equals(words);
  }

  private String name(String words) {
    return database + "." + head.substring(words.length(), head.indexOf("` VALUES"));
  }

  private void row(char c) {
    if (escaped) {
      escaped = false;
    } else if (quoted) {
      escaped = c == '\\';
      quoted = c != '\'';
    } else {
      switch (c) {
        case '\'' -> quoted = true;
        case '(' -> {
          if (depth++ == 0) {
            rows.merge(table, 1L, Long::sum);
          }
        }
        case ')' -> depth--;
        case ';' -> {
          inRows = false;
          head.setLength(0);
          inHead = true;
        }
        default -> {}
      }
    }
  }
}
