package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of the smuggling corpus must itself be able to say no. */
class StrictReaderTest {
  private static final String HEAD = "POST /a HTTP/1.1\r\nHost: b\r\n";

  @Test
  void plainRequestsOneAfterTheOtherAreRead() {
    StrictReader.Result result =
        read(
            HEAD
                + "Content-Length: 3\r\n\r\nabc"
                + HEAD
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                + "GET /c HTTP/1.1\r\nHost: b\r\n\r\n");
    assertThat(result.targets()).containsExactly("/a", "/a", "/c");
    assertThat(result.doubt()).isEmpty();
    assertThat(result.whole()).isTrue();
  }

  @Test
  void aRequestThatIsNotAllThereIsNoDoubt() {
    for (String text :
        new String[] {"GE", "GET / HTTP/1.1\r", HEAD + "Content-Length: 3\r\n\r\na"}) {
      StrictReader.Result result = read(text);
      assertThat(result.doubt()).isEmpty();
      assertThat(result.whole()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "Content-Length: 3, 3\r\n\r\nabc",
        "Content-Length: +3\r\n\r\nabc",
        "Content-Length: -3\r\n\r\nabc",
        "Content-Length : 3\r\n\r\nabc",
        "Content-Length: 0x3\r\n\r\nabc",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n z\r\n\r\n",
        "X: a\r\n b\r\n\r\n",
        "X: a\nContent-Length: 3\r\n\r\nabc",
        "X: a\rY: b\r\n\r\n",
        "X: a\u0000b\r\n\r\n",
        "X\r\n\r\n",
        "Host: c\r\n\r\n",
        ": x\r\n\r\n"
      })
  void whatTwoReadersCouldReadDifferentlyIsDoubted(String rest) {
    assertThat(read(HEAD + rest).doubt()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /a HTTP/1.1",
        "GET /a HTTP/1.2",
        "GET /a HTTP/0.9",
        "GET /a",
        "GET /a b HTTP/1.1",
        ""
      })
  void soAreOddRequestLines(String line) {
    assertThat(read(line + "\r\nHost: b\r\n\r\n").doubt()).isNotEmpty();
  }

  private static StrictReader.Result read(String text) {
    return StrictReader.read(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
