package steading.capsule.parcel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.Tar;
import steading.problem.ProblemException;

/** An app in one file: what was written comes out, and nothing else ever does. */
class ParcelTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String HEX = "ab".repeat(32);
  private static final String ID = "sha256:" + HEX;
  private static final int LARGE = 3_500_000;

  @TempDir private Path directory;

  private static Label label(Map<String, String> images, long most) {
    return new Label(
        Label.FORMAT,
        "tickets",
        "pretix",
        "1",
        "260102-0300-x7kq",
        "abcdef",
        "2026-01-02T03:00:00Z",
        List.of("tickets.example.org"),
        "inner",
        images,
        Map.of("web", "steading/pretix:1"),
        most);
  }

  private static Label label() {
    return label(Map.of("steading/pretix:1", ID), LARGE * 2L);
  }

  /** Making a key takes a second on purpose, which these tests need not wait for. */
  private static Seal quick() {
    return Seal.fresh(PASSWORD, 1000);
  }

  private interface Archive {
    void to(Tar tar) throws IOException;
  }

  private static byte[] images(Archive archive) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Tar tar = new Tar(bytes)) {
      archive.to(tar);
    }
    return bytes.toByteArray();
  }

  private static byte[] usual() throws IOException {
    byte[] noise = new byte[LARGE];
    new Random(7).nextBytes(noise);
    return images(tar -> {
      tar.file(HEX + "/layer.tar", noise, 0644, 0, 0);
      tar.file("manifest.json", text("[{\"RepoTags\":null}]"), 0644, 0, 0);
    });
  }

  private Path repository() throws IOException {
    Path repository = directory.resolve("repository");
    Files.createDirectories(repository.resolve("data/ab"));
    Files.createDirectories(repository.resolve("locks"));
    Files.writeString(repository.resolve("config"), "the config");
    Files.writeString(repository.resolve("data/ab").resolve(HEX), "a pack");
    Files.writeString(repository.resolve("locks").resolve(HEX), "a lock");
    return repository;
  }

  private Path written(byte[] images) throws IOException {
    Path file = directory.resolve("app.stead");
    try (ParcelWriter writer = new ParcelWriter(file, quick())) {
      writer.label(label());
      writer.images(out -> out.write(images));
      writer.repository(repository());
      writer.finish();
    }
    return file;
  }

  /** As somebody would make one who knows the password and means no good. */
  private Path forged(Archive archive) throws IOException {
    Path file = directory.resolve("forged.stead");
    Files.deleteIfExists(file);
    try (OutputStream out = Files.newOutputStream(file);
        SealedOutput sealed = new SealedOutput(out, quick())) {
      try (Tar tar = new Tar(sealed)) {
        archive.to(tar);
      }
      sealed.finish();
    }
    return file;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] packed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static String code(Path file) {
    try {
      new Parcel(file, PASSWORD).check();
      return "good";
    } catch (ProblemException e) {
      return e.problems().getFirst().code();
    }
  }

  private static byte[] all(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_was_put_in_comes_out_and_only_its_owner_can_read_the_file() throws IOException {
    byte[] images = usual();
    Path file = written(images);
    Path out = Files.createDirectory(directory.resolve("out"));
    List<byte[]> found = new ArrayList<>();

    Parcel.Looked looked = new Parcel(file, PASSWORD).check();
    new Parcel(file, PASSWORD).unpack(archive -> found.add(all(archive)), out);

    assertThat(looked.label()).isEqualTo(label());
    assertThat(looked.imageBytes()).isEqualTo(images.length);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst()).isEqualTo(images);
    assertThat(out.resolve("config")).hasContent("the config");
    assertThat(out.resolve("data/ab").resolve(HEX)).hasContent("a pack");
    assertThat(out.resolve("locks").resolve(HEX)).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .doesNotContain("tickets", "the config");
  }

  @Test
  void another_password_opens_nothing_and_is_told_apart_from_damage() throws IOException {
    Path file = written(usual());
    assertThatThrownBy(() -> new Parcel(file, "correct horse batter").label())
        .hasMessageContaining("password does not open");
  }

  @Test
  void Promise_no_flipped_byte_and_no_cut_goes_unseen() throws IOException {
    byte[] whole = Files.readAllBytes(written(usual()));
    Path changed = directory.resolve("changed.stead");
    Random random = new Random(42);
    int seen = 0;
    int flips = 40;
    for (int i = 0; i < flips; i++) {
      byte[] copy = whole.clone();
      int at = i < 8 ? i * Seal.HEAD / 8 : random.nextInt(whole.length);
      copy[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(changed, copy);
      seen += code(changed).equals("good") ? 0 : 1;
    }
    int cuts = 0;
    int step = Seal.CHUNK + Seal.TAG;
    for (int end = Seal.HEAD; end < whole.length; end += step) {
      Files.write(changed, Arrays.copyOf(whole, end));
      assertThat(code(changed)).as("cut at " + end).isEqualTo("parcel.damaged");
      cuts++;
    }
    System.err.println(
        "parcel: %d of %d flipped bytes seen, %d of %d cuts between chunks seen"
            .formatted(seen, flips, cuts, cuts));
    assertThat(seen).isEqualTo(flips);

    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    Files.write(changed, longer);
    assertThat(code(changed)).isEqualTo("parcel.damaged");
  }

  @Test
  void chunks_cannot_change_places() throws IOException {
    byte[] whole = Files.readAllBytes(written(usual()));
    byte[] swapped = whole.clone();
    int step = Seal.CHUNK + Seal.TAG;
    System.arraycopy(whole, Seal.HEAD, swapped, Seal.HEAD + step, step);
    System.arraycopy(whole, Seal.HEAD + step, swapped, Seal.HEAD, step);
    Path file = directory.resolve("swapped.stead");
    Files.write(file, swapped);
    assertThat(code(file)).isEqualTo("parcel.damaged");
  }

  @Test
  void what_is_no_parcel_is_called_so() throws IOException {
    Path file = directory.resolve("other");
    Files.writeString(file, "PK something else altogether, and long enough to be read as a head");
    assertThat(code(file)).isEqualTo("parcel.none");
    Files.writeString(file, "");
    assertThat(code(file)).isEqualTo("parcel.none");
    assertThat(code(directory.resolve("absent"))).isEqualTo("parcel.unreadable");
  }

  @Test
  void names_that_lead_elsewhere_are_refused() throws IOException {
    for (String name :
        List.of(
            "../../etc/cron.d/x",
            "/etc/passwd",
            "repository/../../x",
            "repository/data/ab/../../../../x",
            "repository/keys/short",
            "repository/config/x",
            "other/config",
            "repository/data/zz/" + HEX)) {
      Path file =
          forged(tar -> {
            tar.file(ParcelWriter.LABEL, label().bytes(), 0600, 0, 0);
            tar.file("repository/config", text("x"), 0600, 0, 0);
            tar.file(name, text("x"), 0600, 0, 0);
          });
      assertThat(code(file)).as(name).isEqualTo("parcel.unsafe");
      Path out = Files.createTempDirectory(directory, "out");
      assertThatThrownBy(() -> new Parcel(file, PASSWORD).unpack(archive -> {}, out))
          .hasMessageContaining("no export holds");
    }
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void links_directories_and_doubles_are_refused() throws IOException {
    List<Archive> forms =
        List.of(
            tar -> tar.symlink("repository/config", "/etc/passwd"),
            tar -> tar.directory("repository/data/ab", 0755),
            tar -> {
              tar.file("repository/config", text("x"), 0600, 0, 0);
              tar.file("repository/config", text("y"), 0600, 0, 0);
            });
    for (Archive form : forms) {
      Path file =
          forged(tar -> {
            tar.file(ParcelWriter.LABEL, label().bytes(), 0600, 0, 0);
            form.to(tar);
          });
      assertThat(code(file)).isEqualTo("parcel.unsafe");
    }
  }

  private String codeOf(Label label, byte[] images) throws IOException {
    return code(
        forged(tar -> {
          tar.file(ParcelWriter.LABEL, label.bytes(), 0600, 0, 0);
          tar.file("images/00000001", packed(images), 0600, 0, 0);
          tar.file("repository/config", text("x"), 0600, 0, 0);
        }));
  }

  @Test
  void images_never_take_the_place_of_others() throws IOException {
    for (String list :
        List.of(
            "[{\"RepoTags\":[\"debian:13-slim\"]}]",
            "[{\"RepoTags\":null},{\"RepoTags\":[\"steading/postgres:17\"]}]")) {
      byte[] named = images(tar -> tar.file("manifest.json", text(list), 0644, 0, 0));
      assertThat(codeOf(label(), named)).isEqualTo("parcel.unsafe");
      byte[] hidden = images(tar -> tar.file("./manifest.json", text(list), 0644, 0, 0));
      assertThat(codeOf(label(), hidden)).isEqualTo("parcel.unsafe");
    }
    byte[] index =
        images(tar ->
            tar.file(
                "index.json",
                text("{\"manifests\":[{\"annotations\":{\"io.containerd.image.name\":\"x\"}}]}"),
                0644,
                0,
                0));
    assertThat(codeOf(label(), index)).isEqualTo("parcel.unsafe");
    byte[] old = images(tar -> tar.file("repositories", text("{}"), 0644, 0, 0));
    assertThat(codeOf(label(), old)).isEqualTo("parcel.unsafe");
    byte[] outside = images(tar -> tar.file("a/../../x", text("{}"), 0644, 0, 0));
    assertThat(codeOf(label(), outside)).isEqualTo("parcel.unsafe");

    byte[] plain = images(tar -> tar.file("manifest.json", text("[{}]"), 0644, 0, 0));
    assertThat(codeOf(label(), plain)).isEqualTo("good");
    assertThat(codeOf(label(Map.of("debian:13-slim", ID), LARGE), plain))
        .isEqualTo("parcel.unsafe");
    assertThat(codeOf(label(Map.of("steading/x:1", "not an id"), LARGE), plain))
        .isEqualTo("parcel.unsafe");
  }

  @Test
  void a_small_file_does_not_unpack_to_more_than_it_says() throws IOException {
    byte[] huge = images(tar -> tar.file("layer.tar", new byte[LARGE * 3], 0644, 0, 0));
    assertThat(packed(huge).length).isLessThan(LARGE / 10);
    assertThat(codeOf(label(), huge)).isEqualTo("parcel.unsafe");
  }

  @Test
  void a_label_that_is_none_is_refused() throws IOException {
    assertThat(code(forged(tar -> tar.file("label.json", text("{"), 0600, 0, 0))))
        .isEqualTo("parcel.damaged");
    assertThat(code(forged(tar -> tar.file("label.json", new byte[2 << 20], 0600, 0, 0))))
        .isEqualTo("parcel.none");
    assertThat(code(forged(tar -> tar.file("repository/config", text("x"), 0600, 0, 0))))
        .isEqualTo("parcel.none");
    assertThat(code(forged(tar -> {}))).isEqualTo("parcel.none");
    Label newer = new Label(2, "a", "b", "1", "c", "d", "e", List.of(), "f", Map.of(), Map.of(), 1);
    assertThat(code(forged(tar -> tar.file("label.json", newer.bytes(), 0600, 0, 0))))
        .isEqualTo("parcel.none");
    assertThat(code(forged(tar -> tar.file("label.json", label().bytes(), 0600, 0, 0))))
        .isEqualTo("parcel.damaged");
  }
}
