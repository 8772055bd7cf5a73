package steading.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that two readers could read differently; each asks for a target of its own. */
final class SmugglingForms {
  /** What would be a request of its own if somebody's reading ended before it. */
  private static final String TAIL = "X:GET /smuggled HTTP/1.1\r\nHost: blog.test\r\n\r\n";

  private final Map<String, byte[]> http1 = new LinkedHashMap<>();
  private final Map<String, byte[]> http2 = new LinkedHashMap<>();

  SmugglingForms() {
    lengths();
    codings();
    chunks();
    fields();
    lines();
    downgrades();
  }

  Map<String, byte[]> http1() {
    return http1;
  }

  Map<String, byte[]> http2() {
    return http2;
  }

  private void head(String name, String rest) {
    raw(name, "POST @ HTTP/1.1\r\nHost: blog.test\r\n" + rest);
  }

  private void raw(String name, String text) {
    String target = "/form-" + http1.size();
    http1.put(name, text.replace("@", target).getBytes(StandardCharsets.ISO_8859_1));
  }

  private void lengths() {
    String body = "\r\n\r\nabc" + TAIL;
    head("CL.CL the same twice", "Content-Length: 3\r\nContent-Length: 3" + body);
    head("CL.CL two lengths", "Content-Length: 3\r\nContent-Length: 50" + body);
    head("CL list", "Content-Length: 3, 50" + body);
    head("CL list of the same", "Content-Length: 3, 3" + body);
    head("CL plus", "Content-Length: +3" + body);
    head("CL minus", "Content-Length: -3" + body);
    head("CL hexadecimal", "Content-Length: 0x3" + body);
    head("CL with letters", "Content-Length: 3a" + body);
    head("CL empty", "Content-Length:" + body);
    head("CL fraction", "Content-Length: 3.0" + body);
    head("CL inner space", "Content-Length: 3 0" + body);
    head("CL too large", "Content-Length: 18446744073709551619" + body);
    head("CL space before colon", "Content-Length : 50" + body);
    head("CL tab before colon", "Content-Length\t: 50" + body);
    head("CL vertical tab", "Content-Length: \u000b3" + body);
    head("CL underscore", "Content_Length: 50\r\nContent-Length: 3\r\n\r\nabc" + TAIL);
  }

  private void codings() {
    String body = "\r\n\r\n0\r\n\r\n" + TAIL;
    head("CL.TE", "Content-Length: 60\r\nTransfer-Encoding: chunked" + body);
    head("TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 3" + body);
    head("TE.TE twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + body);
    head("TE.TE identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity" + body);
    head("TE.TE unknown", "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow" + body);
    head("TE x-chunked", "Content-Length: 3\r\nTransfer-Encoding: xchunked" + body);
    head("TE chunked, identity", "Transfer-Encoding: chunked, identity" + body);
    head(
        "TE identity, chunked", "Content-Length: 3\r\nTransfer-Encoding: identity, chunked" + body);
    head("TE gzip, chunked", "Transfer-Encoding: gzip, chunked" + body);
    head("TE quoted", "Content-Length: 3\r\nTransfer-Encoding: \"chunked\"" + body);
    head("TE capitals", "Content-Length: 3\r\nTransfer-Encoding: CHUNKED" + body);
    head("TE with parameter", "Content-Length: 3\r\nTransfer-Encoding: chunked;a=b" + body);
    head("TE vertical tab", "Content-Length: 3\r\nTransfer-Encoding:\u000bchunked" + body);
    head("TE form feed", "Content-Length: 3\r\nTransfer-Encoding: chunked\u000c" + body);
    head("TE NUL", "Content-Length: 3\r\nTransfer-Encoding: chunked\u0000" + body);
    head("TE high byte", "Content-Length: 3\r\nTransfer-Encoding: \u00a0chunked" + body);
    head("TE space before colon", "Content-Length: 3\r\nTransfer-Encoding : chunked" + body);
    head("TE folded", "Content-Length: 3\r\nTransfer-Encoding:\r\n chunked" + body);
    head("TE after fold", "Content-Length: 3\r\nX: y\r\n Transfer-Encoding: chunked" + body);
    head("TE underscore", "Content-Length: 3\r\nTransfer_Encoding: chunked" + body);
    head("TE after bare LF", "Content-Length: 3\r\nX: y\nTransfer-Encoding: chunked" + body);
    head("TE after bare CR", "Content-Length: 3\r\nX: y\rTransfer-Encoding: chunked" + body);
    head("TE trailing comma", "Content-Length: 3\r\nTransfer-Encoding: chunked," + body);
    head("TE empty", "Content-Length: 3\r\nTransfer-Encoding:" + body);
    raw(
        "TE in HTTP/1.0",
        "POST @ HTTP/1.0\r\nHost: blog.test\r\nConnection: keep-alive\r\nContent-Length: 3\r\n"
            + "Transfer-Encoding: chunked"
            + body);
    raw(
        "TE with GET",
        "GET @ HTTP/1.1\r\nHost: blog.test\r\nContent-Length: 3\r\nTransfer-Encoding: chunked"
            + body);
  }

  private void chunk(String name, String chunks) {
    head("chunk " + name, "Transfer-Encoding: chunked\r\n\r\n" + chunks + TAIL);
  }

  private void chunks() {
    chunk("size 0x", "0x3\r\nabc\r\n0\r\n\r\n");
    chunk("size plus", "+3\r\nabc\r\n0\r\n\r\n");
    chunk("size minus", "-3\r\nabc\r\n0\r\n\r\n");
    chunk("size space first", " 3\r\nabc\r\n0\r\n\r\n");
    chunk("size space after", "3 \r\nabc\r\n0\r\n\r\n");
    chunk("size too large", "10000000000000003\r\nabc\r\n0\r\n\r\n");
    chunk("size wraps at 32 bits", "100000003\r\nabc\r\n0\r\n\r\n");
    chunk("size no digits", "\r\nabc\r\n0\r\n\r\n");
    chunk("size letters", "3g\r\nabc\r\n0\r\n\r\n");
    chunk("ends in LF", "3\nabc\n0\n\n");
    chunk("ends in CR", "3\rabc\r0\r\r");
    chunk("too long for its size", "3\r\nabcd\r\n0\r\n\r\n");
    chunk("too short for its size", "5\r\nabc\r\n0\r\n\r\n");
    chunk("extension", "3;a=b\r\nabc\r\n0\r\n\r\n");
    chunk("extension with LF", "3;a\nb\r\nabc\r\n0\r\n\r\n");
    chunk("extension with CR", "3;a\rb\r\nabc\r\n0\r\n\r\n");
    chunk("extension with NUL", "3;a\u0000b\r\nabc\r\n0\r\n\r\n");
    chunk("trailer Content-Length", "3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n");
    chunk("trailer Transfer-Encoding", "0\r\nTransfer-Encoding: chunked\r\n\r\n");
    chunk("trailer folded", "0\r\nX: y\r\n z\r\n\r\n");
    chunk("trailer without colon", "0\r\nX\r\n\r\n");
    chunk("zeros", "000000000000000000000\r\n\r\n");
  }

  private void fields() {
    String end = "\r\nContent-Length: 3\r\n\r\nabc" + TAIL;
    head("folded field", "X: y\r\n z" + end);
    head("folded with tab", "X: y\r\n\tz" + end);
    head("NUL in value", "X: y\u0000z" + end);
    head("NUL in name", "X\u0000Y: z" + end);
    head("bare CR in value", "X: y\rz" + end);
    head("bare LF in value", "X: y\nContent-Length: 50" + end);
    head("space in name", "X Y: z" + end);
    head("no name", ": z" + end);
    head("no colon", "XY" + end);
    head("high byte in name", "X\u00e9: z" + end);
    head("two hosts", "Host: other.test" + end);
    head("the same host twice", "Host: blog.test" + end);
    raw("no host", "POST @ HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" + TAIL);
    raw("space before first field", "POST @ HTTP/1.1\r\n X: y\r\nHost: blog.test" + end);
    raw("host with space", "POST @ HTTP/1.1\r\nHost: blog.test x" + end);
    raw("host with path", "POST @ HTTP/1.1\r\nHost: blog.test/smuggled" + end);
    raw("host with user", "POST @ HTTP/1.1\r\nHost: x@blog.test" + end);
    head("Connection names Content-Length", "Connection: close, content-length" + end);
    head("Expect", "Expect: 100-continue, x" + end);
  }

  private void lines() {
    String rest = "\r\nHost: blog.test\r\nContent-Length: 3\r\n\r\nabc" + TAIL;
    raw("two spaces in line", "POST  @ HTTP/1.1" + rest);
    raw("tab in line", "POST\t@\tHTTP/1.1" + rest);
    raw("space in target", "POST @ x HTTP/1.1" + rest);
    raw("no version", "POST @" + rest);
    raw("version 0.9", "POST @ HTTP/0.9" + rest);
    raw("version 1.2", "POST @ HTTP/1.2" + rest);
    raw("version 2.0", "POST @ HTTP/2.0" + rest);
    raw("version lower case", "POST @ http/1.1" + rest);
    raw("version 1.10", "POST @ HTTP/1.10" + rest);
    raw("NUL in target", "POST @\u0000x HTTP/1.1" + rest);
    raw("high byte in target", "POST @\u00e9 HTTP/1.1" + rest);
    raw("method with colon", "PO:ST @ HTTP/1.1" + rest);
    raw("bare LF line ends", ("POST @ HTTP/1.1" + rest).replace("\r\n", "\n"));
    raw("bare CR line end", "POST @ HTTP/1.1\rX: y" + rest);
    raw("absolute target of another host", "POST http://other.test@ HTTP/1.1" + rest);
    raw("fragment", "POST @#x HTTP/1.1" + rest);
    raw("empty lines first", "\r\n\r\nPOST @ HTTP/1.1" + rest);
  }

  private void downgrades() {
    String inject = "x\r\nTransfer-Encoding: chunked\r\nX: y";
    h2("CRLF in value", "foo", inject);
    h2("LF in value", "foo", "x\nTransfer-Encoding: chunked");
    h2("CR in value", "foo", "x\rTransfer-Encoding: chunked");
    h2("NUL in value", "foo", "x\u0000y");
    h2("CRLF in name", "foo: x\r\ntransfer-encoding", "chunked");
    h2("colon in name", "transfer-encoding: chunked\r\nx", "y");
    h2("space in name", "foo bar", "x");
    h2("capitals in name", "Foo", "x");
    h2("empty name", "", "x");
    h2("transfer-encoding", "transfer-encoding", "chunked");
    h2("connection", "connection", "keep-alive");
    h2("upgrade", "upgrade", "h2c");
    h2("te gzip", "te", "gzip");
    h2("content-length too small", "content-length", "1");
    h2("content-length too large", "content-length", "50");
    h2("content-length list", "content-length", "3, 4");
    h2("content-length plus", "content-length", "+3");
    h2("late pseudo-header", ":path", "/smuggled");
    h2("unknown pseudo-header", ":foo", "x");
    h2("another host", "host", "other.test");
    h2("leading space in value", "foo", " x");
    pseudo("CRLF in path", ":path", "@ HTTP/1.1\r\nHost: blog.test\r\n\r\nGET /smuggled");
    pseudo("space in path", ":path", "@ HTTP/1.1");
    pseudo("empty path", ":path", "");
    pseudo("relative path", ":path", "smuggled");
    pseudo("CRLF in method", ":method", "GET /smuggled HTTP/1.1\r\nX: y");
    pseudo("space in method", ":method", "GET /smuggled");
    pseudo("CRLF in authority", ":authority", "blog.test\r\nTransfer-Encoding: chunked");
    pseudo("space in authority", ":authority", "blog.test x");
    pseudo("CRLF in scheme", ":scheme", "https\r\nX: y");
    pseudo("odd scheme", ":scheme", "https://other.test/smuggled?");
  }

  private List<String[]> usual() {
    List<String[]> fields = new ArrayList<>();
    fields.add(new String[] {":method", "POST"});
    fields.add(new String[] {":scheme", "https"});
    fields.add(new String[] {":authority", "blog.test"});
    fields.add(new String[] {":path", "/h2-" + http2.size()});
    return fields;
  }

  private void h2(String name, String field, String value) {
    List<String[]> fields = usual();
    fields.add(new String[] {field, value});
    http2.put("h2 " + name, Http2Frames.request(fields, "abc"));
  }

  private void pseudo(String name, String field, String value) {
    List<String[]> fields = usual();
    for (String[] each : fields) {
      if (each[0].equals(field)) {
        each[1] = value.replace("@", "/h2-" + http2.size());
      }
    }
    http2.put("h2 " + name, Http2Frames.request(fields, "abc"));
  }
}
