package steading.compose.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

class FieldsTest {
  private final Problems problems = new Problems();

  private Fields fields(String text) {
    Node node = Objects.requireNonNull(Yaml.parse("f.yaml", text.getBytes(UTF_8), problems));
    return Fields.of(node, problems);
  }

  private Problem only() {
    assertThat(problems.list()).hasSize(1);
    return problems.list().getFirst();
  }

  @Test
  void valuesAreReadByType() {
    Fields fields =
        fields(
            "{t: x, i: 7, h: 0x10, b: true, d: 1m30s, s: 64m, l: [a, 2], m: {k: v, e: }, n: null}");
    assertThat(fields.requiredText("t")).isEqualTo("x");
    assertThat(fields.integer("i")).isEqualTo(7);
    assertThat(fields.integer("h")).isEqualTo(16);
    assertThat(fields.bool("b")).isTrue();
    assertThat(fields.duration("d")).isEqualTo(Duration.ofSeconds(90));
    assertThat(fields.size("s")).isEqualTo(64L << 20);
    assertThat(fields.texts("l")).isEqualTo(List.of("a", "2"));
    assertThat(fields.textMap("m")).containsEntry("k", "v").containsEntry("e", "");
    assertThat(fields.text("n", "fallback")).isEqualTo("fallback");
    fields.done();
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void yesIsAText() {
    assertThat(fields("a: yes").bool("a")).isNull();
    assertThat(only().text())
        .isEqualTo(
            "f.yaml:1:4 \"a\" must be true or false, not \"yes\". Fix: write true or false.");
  }

  @Test
  void wrongTypesNameTheKeyAndThePlace() {
    assertThat(fields("a: [1]\n").integer("a")).isNull();
    assertThat(only().place()).isEqualTo(new Place("f.yaml", 1, 4));
    assertThat(only().what()).contains("\"a\" must be a whole number, not a list");
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    assertThat(fields("a: 99999999999").integer("a")).isNull();
    assertThat(only().code()).isEqualTo("yaml.type");
  }

  @Test
  void aMissingKeyIsReportedAtItsMapping() {
    assertThat(fields("a:\n  b: 1\n").fields("a")).isNotNull();
    Fields inner = Objects.requireNonNull(fields("a:\n  b: 1\n").fields("a"));
    assertThat(inner.requiredText("name")).isEmpty();
    assertThat(only().place()).isEqualTo(new Place("f.yaml", 2, 3));
    assertThat(only().code()).isEqualTo("yaml.missing-key");
  }

  @Test
  void unknownKeysGetTheNearestKnownOne() {
    Fields fields = fields("verison: 1\nzzz: 2\nx-mine: 3\n");
    fields.text("version");
    fields.text("hosts");
    fields.done();
    assertThat(problems.list()).hasSize(2);
    assertThat(problems.list().get(0).fix()).isEqualTo("did you mean \"version\"?");
    assertThat(problems.list().get(0).place()).isEqualTo(new Place("f.yaml", 1, 1));
    assertThat(problems.list().get(1).fix()).isEqualTo("remove it, or use one of hosts, version");
  }

  @Test
  void aListIsNoMapping() {
    Fields fields = fields("- a");
    fields.done();
    assertThat(fields.has("a")).isFalse();
    assertThat(only().what()).isEqualTo("a mapping is expected here, not a list");
  }

  @Test
  void tagsOfComposeMeanNothingElsewhere() {
    Fields fields = fields("a: !reset null");
    fields.text("a");
    fields.done();
    assertThat(only().code()).isEqualTo("yaml.tag");
  }

  @Test
  void durationsReadAndWrite() {
    assertThat(Durations.parse("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Durations.parse("2d")).isEqualTo(Duration.ofDays(2));
    assertThat(Durations.parse("0")).isEqualTo(Duration.ZERO);
    assertThat(Durations.parse("5")).isNull();
    assertThat(Durations.parse("s")).isNull();
    assertThat(Durations.parse("-1s")).isNull();
    assertThat(Durations.parse("999999999999999w")).isNull();
    assertThat(Durations.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThat(Durations.text(Duration.ofMillis(1500))).isEqualTo("1.5s");
    assertThat(Durations.text(Duration.ofHours(2))).isEqualTo("2h0m0s");
    assertThat(Durations.text(Duration.ofNanos(1_500_000))).isEqualTo("1.5ms");
    assertThat(Durations.text(Duration.ZERO)).isEqualTo("0s");
  }

  @Test
  void sizesCountIn1024() {
    assertThat(Sizes.parse("1.5g")).isEqualTo(3L << 29);
    assertThat(Sizes.parse("1kb")).isEqualTo(1024);
    assertThat(Sizes.parse("2MiB")).isEqualTo(2L << 20);
    assertThat(Sizes.parse("100")).isEqualTo(100);
    assertThat(Sizes.parse("m")).isNull();
    assertThat(Sizes.parse("99999999p")).isNull();
  }
}
