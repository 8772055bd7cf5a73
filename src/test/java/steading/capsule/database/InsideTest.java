package steading.capsule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

@Tag("engine")
class InsideTest {
  @TempDir private Path directory;

  @Test
  void a_dump_that_comes_to_a_halt_fails_and_one_that_is_merely_slow_does_not() {
    try (TestEngine test = TestEngine.connect()) {
      String name = test.run(test.spec("db", "sleep", "1000"));
      Inside inside = new Inside(test.engine(), "shop/db", name, Duration.ofSeconds(4));
      Path file = directory.resolve("dump");

      long bytes = inside.into(file, "sh", "-c", "for i in 1 2 3 4 5 6; do echo $i; sleep 1; done");

      assertThat(bytes).isEqualTo(12);
      assertThatThrownBy(() -> inside.into(file, "sh", "-c", "echo a; sleep 1000"))
          .hasMessageContaining("shop/db: sh came to a halt")
          .hasMessageContaining("nothing for 4 s");
    }
  }
}
