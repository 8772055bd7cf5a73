package steading.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import steading.problem.Exit;
import steading.problem.ProblemException;

class LocksTest {
  private final Locks locks = new Locks(Clock.systemUTC());

  private static Conversation.Caller caller(long pid) {
    return new Conversation.Caller("anna", pid, "stead set hello greeting", true, false);
  }

  @Test
  void the_second_caller_is_told_who_holds_the_app_with_which_command() {
    Locks.Hold first = locks.take("hello", caller(7));
    assertThatThrownBy(() -> locks.take("hello", caller(8)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(Exit.BUSY))
        .hasMessageContainingAll("stead set hello greeting", "anna", "process 7", "since");
    first.close();
    locks.take("hello", caller(8)).close();
  }

  @Test
  void apps_do_not_hold_each_other() {
    try (Locks.Hold _ = locks.take("hello", caller(1));
        Locks.Hold _ = locks.take("other", caller(2))) {
      assertThat(locks.holder("hello")).isPresent();
    }
    assertThat(locks.holder("hello")).isEmpty();
  }

  @Test
  void closing_a_hold_twice_does_not_free_a_later_holder() {
    Locks.Hold first = locks.take("hello", caller(1));
    first.close();
    Locks.Hold second = locks.take("hello", caller(2));
    first.close();
    assertThat(locks.holder("hello"))
        .hasValueSatisfying(h -> assertThat(h.caller().pid()).isEqualTo(2));
    second.close();
  }

  @Test
  void Promise_one_operation_of_many_callers_at_once_exactly_one_wins() {
    AtomicInteger winners = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        int pid = i;
        var _ =
            threads.submit(() -> {
              locks.take("hello", caller(pid));
              return winners.incrementAndGet();
            });
      }
    }
    assertThat(winners).hasValue(1);
  }
}
