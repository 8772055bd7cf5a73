package steading.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import steading.problem.Problem;
import steading.watch.Finding.Level;

class RoundTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void checks_are_made_side_by_side_and_told_in_their_order() {
    CountDownLatch both = new CountDownLatch(2);
    List<Finding> findings =
        Round.of(
            List.of(
                new Check("first", LONG, () -> meet("first", both)),
                new Check("second", LONG, () -> meet("second", both))));
    assertThat(findings).extracting(Finding::check).containsExactly("first", "second");
    assertThat(findings).allMatch(Finding::well);
  }

  private static List<Finding> meet(String name, CountDownLatch both) throws IOException {
    both.countDown();
    try {
      return both.await(20, TimeUnit.SECONDS)
          ? List.of(Finding.ok(name, "met the other"))
          : List.of();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void a_check_without_an_end_is_given_up() {
    CountDownLatch never = new CountDownLatch(2);
    Finding finding =
        Round.of(List.of(new Check("slow", Duration.ofMillis(50), () -> meet("slow", never))))
            .getFirst();
    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.what()).contains("no answer within");
  }

  @Test
  void whatever_goes_wrong_in_a_check_is_a_finding() {
    List<Finding> findings =
        Round.of(
            List.of(
                new Check(
                    "shop",
                    LONG,
                    () -> {
                      throw Problem.failed("code", "the file is broken", "mend it").raise();
                    }),
                new Check(
                    "disk",
                    LONG,
                    () -> {
                      throw new IOException("no such file");
                    }),
                new Check(
                    "home",
                    LONG,
                    () -> {
                      throw new IllegalStateException("a mistake");
                    })));
    assertThat(findings)
        .extracting(Finding::level)
        .containsExactly(Level.ERROR, Level.WARNING, Level.WARNING);
    assertThat(findings.getFirst().fix()).isEqualTo("mend it");
    assertThat(findings).allMatch(finding -> finding.fix() != null);
  }
}
