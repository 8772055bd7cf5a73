package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;

@Tag("engine")
class BitRotTest {
  @TempDir Path directory;

  private Trial trial;

  @BeforeEach
  void start() throws IOException {
    trial = new Trial(directory);
  }

  @AfterEach
  void stop() {
    trial.close();
  }

  @Test
  void aFlippedByteInEachOfFivePacksIsFoundByTheNextCheck() throws IOException {
    everyFlipIsFound(5);
  }

  @Test
  @Tag("slow")
  void aFlippedByteInEachOfFiftyPacksIsFoundByTheNextCheck() throws IOException {
    everyFlipIsFound(50);
  }

  private void everyFlipIsFound(int wanted) throws IOException {
    Path place = directory.resolve("repository");
    Repository repository =
        trial.add(new Wanted("disk", new Place.Local(place), Map.of(), Terms.USUAL));
    for (int i = 0; i < (wanted + 9) / 10; i++) {
      trial.change(50 << 20);
    }
    trial.backup(repository, "--pack-size", "4");
    trial.inspector.check(repository, "all", Restic.Listener.NONE);
    List<Path> packs = packs(place);
    assertThat(packs).hasSizeGreaterThanOrEqualTo(wanted);
    Random random = new Random(wanted);
    for (Path pack : packs.subList(0, wanted)) {
      flip(pack, random);
    }

    Optional<Problem> found =
        Trial.problem(() -> trial.inspector.check(repository, "all", Restic.Listener.NONE));

    int damaged = trial.inspector.last(repository).orElseThrow().damaged();
    System.err.printf("bit rot: %d of %d found by the next check%n", damaged, wanted);
    assertThat(damaged).isEqualTo(wanted);
    assertThat(found.map(Problem::code)).contains("repo.damaged");
    assertThat(found.map(Problem::what).orElseThrow()).contains(wanted + " packs are bad");
  }

  private static void flip(Path pack, Random random) throws IOException {
    assertThat(pack.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
      long at = (long) (random.nextDouble() * file.length());
      file.seek(at);
      int before = file.read();
      file.seek(at);
      file.write(before ^ (1 << random.nextInt(8)));
    }
  }

  private static List<Path> packs(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place.resolve("data"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
