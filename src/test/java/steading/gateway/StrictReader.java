package steading.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what came over one connection as RFC 9112 wants it, and stops at the first byte over which
 * two readers could disagree.
 */
final class StrictReader {
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\\x21-\\x7e]+) HTTP/1\\.([01])");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x20-\\x7e\\x80-\\xff\\t]*)");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,15}");
  private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,8}");

  private final String text;
  private int at;

  private StrictReader(byte[] bytes) {
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * @param targets of the whole requests
   * @param doubt why another reader could see something else; empty when none could
   * @param whole whether the bytes end where a request ends
   */
  record Result(List<String> targets, String doubt, boolean whole) {}

  static Result read(byte[] bytes) {
    StrictReader reader = new StrictReader(bytes);
    List<String> targets = new ArrayList<>();
    try {
      while (reader.at < reader.text.length()) {
        targets.add(reader.request());
      }
      return new Result(targets, "", true);
    } catch (Doubt e) {
      return new Result(targets, e.getMessage(), false);
    } catch (Short e) {
      return new Result(targets, "", false);
    }
  }

  private static final class Doubt extends Exception {
    private static final long serialVersionUID = 1;

    Doubt(String why) {
      super(why);
    }
  }

  /** The connection ended in the middle: everybody would wait for the rest. */
  private static final class Short extends Exception {
    private static final long serialVersionUID = 1;
  }

  private String request() throws Doubt, Short {
    String line = line();
    Matcher first = REQUEST_LINE.matcher(line);
    if (!first.matches()) {
      throw new Doubt("request line: " + line);
    }
    List<String> lengths = new ArrayList<>();
    List<String> codings = new ArrayList<>();
    int hosts = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      Matcher parts = FIELD.matcher(field);
      if (!parts.matches()) {
        throw new Doubt("field: " + field);
      }
      switch (parts.group(1).toLowerCase(Locale.ROOT)) {
        case "content-length" -> lengths.add(parts.group(2).strip());
        case "transfer-encoding" -> codings.add(parts.group(2).strip());
        case "host" -> hosts++;
        default -> {}
      }
    }
    if (hosts != 1) {
      throw new Doubt(hosts + " hosts");
    }
    if (first.group(3).equals("0") && !codings.isEmpty()) {
      throw new Doubt("a coding that HTTP/1.0 does not know");
    }
    body(lengths, codings);
    return first.group(2);
  }

  private void body(List<String> lengths, List<String> codings) throws Doubt, Short {
    if (lengths.size() + codings.size() > 1) {
      throw new Doubt("more than one length: " + lengths + codings);
    }
    if (!codings.isEmpty()) {
      if (!codings.getFirst().equals("chunked")) {
        throw new Doubt("coding: " + codings);
      }
      chunks();
    } else if (!lengths.isEmpty()) {
      if (!LENGTH.matcher(lengths.getFirst()).matches()) {
        throw new Doubt("length: " + lengths);
      }
      skip(Long.parseLong(lengths.getFirst()));
    }
  }

  private void chunks() throws Doubt, Short {
    while (true) {
      String size = line();
      if (!CHUNK.matcher(size).matches()) {
        throw new Doubt("chunk: " + size);
      }
      long length = Long.parseLong(size, 16);
      if (length == 0) {
        trailers();
        return;
      }
      skip(length);
      if (!line().isEmpty()) {
        throw new Doubt("a chunk that does not end where it should");
      }
    }
  }

  /** They are legal and end no request but this one, whatever their names. */
  private void trailers() throws Doubt, Short {
    for (String field = line(); !field.isEmpty(); field = line()) {
      if (!FIELD.matcher(field).matches()) {
        throw new Doubt("trailer: " + field);
      }
    }
  }

  private void skip(long length) throws Short {
    if (length > text.length() - at) {
      throw new Short();
    }
    at += (int) length;
  }

  /** A line ends in CR LF; neither may stand alone, nor a NUL anywhere. */
  private String line() throws Doubt, Short {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
      if (text.charAt(end) == 0) {
        throw new Doubt("NUL");
      }
      end++;
    }
    if (end >= text.length() - 1 && (end == text.length() || text.charAt(end) == '\r')) {
      throw new Short();
    }
    if (text.charAt(end) == '\n' || text.charAt(end + 1) != '\n') {
      throw new Doubt("bare CR or LF after: " + text.substring(at, end));
    }
    String line = text.substring(at, end);
    at = end + 2;
    return line;
  }
}
