package steading.compose.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steading.problem.Problems;

class YamlWriterTest {
  private static Object readBack(String yaml) {
    Problems problems = new Problems();
    Node node = Yaml.parse("f.yaml", yaml.getBytes(UTF_8), problems);
    assertThat(problems.list()).as(yaml).isEmpty();
    return plain(Objects.requireNonNull(node));
  }

  private static Object plain(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.isNull() ? "<null>" : scalar.text();
      case Node.Sequence sequence -> sequence.items().stream().map(YamlWriterTest::plain).toList();
      case Node.Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
        yield map;
      }
    };
  }

  @Test
  void writesCleanBlocks() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", "tickets");
    map.put("hosts", List.of("a.example", "b.example"));
    map.put("settings", Map.of("port", "80"));
    map.put("services", List.of(new TreeMap<>(Map.of("name", "web", "scale", 2))));
    map.put("none", List.of());
    map.put("nested", List.of(List.of("x", true)));
    assertThat(YamlWriter.write(map))
        .isEqualTo(
            """
            name: tickets
            hosts:
              - a.example
              - b.example
            settings:
              port: "80"
            services:
              - name: web
                scale: 2
            none: []
            nested:
              - - x
                - true
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "~",
        "true",
        "Yes",
        "off",
        "n",
        "12",
        "0444",
        "0o17",
        "0x1F",
        "1e3",
        "1.5",
        ".5",
        "-1",
        "+1",
        ".inf",
        ".NaN",
        "1:30",
        "2026-01-01",
        "- x",
        "-",
        "--flag",
        "-x",
        "---",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "'a'",
        "\"a\"",
        "it's",
        "a'b\"c",
        "{a}",
        "[a]",
        "a,b",
        "|",
        ">",
        "?",
        ":",
        ": a",
        "? a",
        "=",
        "<<",
        " lead",
        "trail ",
        "tab\t",
        "\ttab",
        "a\tb",
        "one\ntwo",
        "one\ntwo\n",
        "one\n\n",
        "\n",
        "\n\n",
        "\none",
        "one\n two\n",
        " one\ntwo",
        "one \ntwo",
        "one\r\ntwo",
        "bell\u0007",
        "\u0085",
        "\u2028x",
        "\uFEFFx",
        "é",
        "😀",
        "C:\\x",
        "${A:-b}",
        "http://x:80/",
        "...",
        "a\n---\nb",
        "12 34",
        "_",
        "1_000",
        "a\n#b",
        "a\n\nb\n\n\n"
      })
  void everyTextReadsBackAsItself(String text) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("value", text);
    map.put("list", List.of(text, "x", List.of(text, "y")));
    map.put("deep", List.of(Map.of("k", text)));
    map.put("key " + text, "v");
    map.put(text, "v");
    assertThat(readBack(YamlWriter.write(map))).isEqualTo(map);
    assertThat(readBack(YamlWriter.write(text))).isEqualTo(text);
  }

  @Test
  void longKeysReadBack() {
    Map<String, Object> map = Map.of("k'".repeat(3000), Map.of("a", "b"));
    assertThat(readBack(YamlWriter.write(Map.of("x", map)))).isEqualTo(Map.of("x", map));
  }

  @Test
  void randomTextsReadBackAsThemselves() {
    Random random = new Random(7);
    String alphabet = "ab01 \n\t:-?,[]{}#&*!|>'\"%@`\\~<=._yn\u0085\u2028é";
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Map<String, Object> map = new LinkedHashMap<>();
      map.put(
          text.toString(), new ArrayList<>(List.of(text.toString(), Map.of("a", text.toString()))));
      assertThat(readBack(YamlWriter.write(map))).isEqualTo(map);
    }
  }
}
