package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.app.Home;
import steading.app.HomeStore;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Repository;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.capsule.repo.Task.Mount;
import steading.capsule.repo.Task.Rights;
import steading.image.Images;

/** Makes copies of capsules of hello in which something is not as it should be. */
final class Damage {
  private static final int STEP = 48;

  private final Home home;
  private final Restic restic;
  private final Repository repository;

  private Damage(Installation stead) {
    this.home = HomeStore.open(Map.of("STEADING_HOME", stead.home.toString()));
    Images images = new Images(stead.engine, Path.of("recipes", "images").toAbsolutePath());
    this.restic = new Restic(home, stead.engine, images);
    this.repository = new Repositories(home).list().getFirst();
  }

  /** One whose dump has fewer rows than were counted when it was made. */
  static String rows(Installation stead, String capsule, int counted) throws IOException {
    return new Damage(stead)
        .copy(
            capsule,
            "bad1",
            directory -> {
              Path manifest = directory.resolve("capsule.json");
              String text = read(manifest);
              String changed = text.replaceFirst("(ledger\" : )\\d+", "$1" + counted);
              assertThat(changed).isNotEqualTo(text);
              write(manifest, changed);
            });
  }

  /** One whose dump has other bytes than were written, though the repository is whole. */
  static String bytes(Installation stead, String capsule) throws IOException {
    return new Damage(stead).copy(capsule, "bad2", Damage::flip);
  }

  private static void flip(Path directory) {
    try (Stream<Path> files = Files.walk(directory.resolve("databases"))) {
      Path largest =
          files
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      byte[] content = Files.readAllBytes(largest);
      for (int i = content.length / 4; i < content.length; i += STEP) {
        content[i] ^= 0x55;
      }
      Files.write(largest, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String copy(String capsule, String ending, Consumer<Path> damage) throws IOException {
    String copy = capsule.substring(0, capsule.length() - ending.length()) + ending;
    Path directory = home.directory().resolve("damage");
    Files.createDirectories(directory);
    restic.run(
        Task.on(repository, "restore", snapshot(capsule), "--target", "/out")
            .of("hello")
            .mounting(
                Rights.RESTORING, List.of(Mount.directory(directory.toString(), "/out", false))),
        Restic.Listener.NONE);
    Path root = directory.resolve("capsule");
    Path manifest = root.resolve("capsule.json");
    write(manifest, read(manifest).replace(capsule, copy));
    damage.accept(root);
    restic.run(
        Task.on(
                repository,
                "backup",
                "--host",
                "hello",
                "--tag",
                "capsule:" + copy,
                "--tag",
                "app:hello",
                "--tag",
                "home:" + home.id(),
                "/capsule")
            .of("hello")
            .mounting(Rights.READING, List.of(Mount.directory(root.toString(), "/capsule", true))),
        Restic.Listener.NONE);
    Durable.deleteTree(directory);
    return copy;
  }

  private String snapshot(String capsule) {
    return restic
        .run(Task.on(repository, "snapshots", "--tag", "capsule:" + capsule), Restic.Listener.NONE)
        .messages()
        .getFirst()
        .path(0)
        .path("id")
        .asText();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
