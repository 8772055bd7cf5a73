package steading.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final int DEEPEST = 5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " true ",
        "false",
        "0",
        "-7",
        "2147483648",
        "-9223372036854775808",
        "1.5e-3",
        "-0.0",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9 \\ud83d\\ude00 é 😀\"",
        "[]",
        "{}",
        "[1, [2, [3]], {}]",
        "{\"a\":{\"b\":[null,{\"c\":\"d\"}]},\n\t\"e\" : 1}",
        "{\"twice\":1,\"twice\":2}"
      })
  void readsWhatTheLibraryReads(String text) throws IOException {
    assertThat(JsonText.read(bytes(text), DEEPEST)).isEqualTo(new ObjectMapper().readTree(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "\"open",
        "\"tab\there\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "tru",
        "nullx",
        "01",
        "-",
        "1.",
        "1e",
        "+1",
        ".5",
        "NaN",
        "9223372036854775808",
        "1 2",
        "[[[[[[]]]]]]",
        "\0"
      })
  void refusesWhatIsNotExactlyOneValue(String text) {
    assertThatThrownBy(() -> JsonText.read(bytes(text), DEEPEST))
        .isInstanceOf(JsonParseException.class);
  }

  @Test
  void refusesBytesThatAreNotText() {
    assertThatThrownBy(() -> JsonText.read(new byte[] {'"', (byte) 0xff, '"'}, DEEPEST))
        .isInstanceOf(JsonParseException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
