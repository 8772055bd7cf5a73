package steading.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

class AppFileTest {
  private static final String WRITTEN =
      """
      # The ticket shop of the theatre.
      recipe: hello
      version: "1.0.0"   # stay on this until autumn

      hosts:
        - tickets.example.org   # the public one
        - karten.example.org
      email: me@example.org

      settings:
        # our slogan
        greeting: 'It''s showtime'  # agreed with Ann
        level: 3

      scale: {web: 2}
      state: running
      """;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("app.yaml");
  }

  @Test
  void everythingWrittenIsReadBack() throws IOException {
    App app =
        new App(
            "shop",
            "hello",
            "2.0",
            List.of("a.example.org", "b.example.org"),
            "me@example.org",
            Map.of("greeting", "yes: # \"no\" 'x'\n second", "empty", "", "number", "007"),
            Map.of("web", 3, "worker", 0),
            false);

    AppFile.write(file, app);

    assertThat(read()).isEqualTo(app);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void changingOneSettingTouchesItsValueAlone() throws IOException {
    App app = written();

    AppFile.write(file, app.withSettings(Map.of("greeting", "Hello: all", "level", "3")));

    assertThat(Files.readString(file))
        .isEqualTo(WRITTEN.replace("'It''s showtime'", "'Hello: all'"));
  }

  @Test
  void aNewSettingFollowsTheLastOne() throws IOException {
    App app = written();
    Map<String, String> settings = new TreeMap<>(app.settings());
    settings.put("size", "5m");

    AppFile.write(file, app.withSettings(settings));

    assertThat(Files.readString(file))
        .isEqualTo(WRITTEN.replace("  level: 3\n", "  level: 3\n  size: 5m\n"));
  }

  @Test
  void aRemovedSettingTakesOnlyItsLine() throws IOException {
    AppFile.write(file, written().withSettings(Map.of("greeting", "It's showtime")));

    assertThat(Files.readString(file)).isEqualTo(WRITTEN.replace("  level: 3\n", ""));
  }

  @Test
  void hostsComeAndGoLineByLine() throws IOException {
    AppFile.write(file, written().withHosts(List.of("tickets.example.org", "new.example.org")));

    assertThat(Files.readString(file))
        .isEqualTo(WRITTEN.replace("  - karten.example.org", "  - new.example.org"));
  }

  @Test
  void grantsComeAndGoLineByLine() throws IOException {
    App app = written();

    AppFile.write(file, app.withGrants(Set.of("publish=8080", "host-mount=/srv/a: b")));
    String both = Files.readString(file);
    AppFile.write(file, read().withGrants(Set.of("publish=8080")));

    assertThat(both)
        .isEqualTo(
            WRITTEN.replace(
                "state:", "grants:\n  - 'host-mount=/srv/a: b'\n  - publish=8080\nstate:"));
    assertThat(Files.readString(file))
        .isEqualTo(WRITTEN.replace("state:", "grants:\n  - publish=8080\nstate:"));
  }

  @Test
  void aGrantOfNothingKnownNamesWhatIsKnown() throws IOException {
    Files.writeString(
        file,
        "recipe: hello\nversion: '1'\ngrants: [hostmount=/srv, publish, host-mount=/a/../b]\n");
    Problems problems = new Problems();

    AppFile.read(file, "shop", problems);

    assertThat(problems.list())
        .extracting(p -> p.place() + " " + p.fix())
        .satisfiesExactly(
            first -> assertThat(first).contains(":3:10 did you mean host-mount?", "privileged"),
            second -> assertThat(second).contains("publish=8080"));
  }

  @Test
  void stateScaleAndVersionChangeInPlace() throws IOException {
    AppFile.write(file, written().withRunning(false).withScale(Map.of("web", 4)));

    assertThat(Files.readString(file))
        .isEqualTo(WRITTEN.replace("{web: 2}", "{web: 4}").replace("running", "stopped"));
  }

  @Test
  void aSectionThatWasMissingIsAddedInItsPlace() throws IOException {
    Files.writeString(file, "# mine\nrecipe: hello\nversion: '1'\nstate: running # yes\n");

    AppFile.write(file, read().withSettings(Map.of("greeting", "Hi")).withRunning(false));

    assertThat(Files.readString(file))
        .isEqualTo(
            "# mine\nrecipe: hello\nversion: '1'\nsettings:\n  greeting: Hi\nstate: stopped # yes\n");
  }

  @Test
  void windowsLineEndsStay() throws IOException {
    Files.writeString(file, WRITTEN.replace("\n", "\r\n"));

    AppFile.write(file, read().withSettings(Map.of("greeting", "It's showtime", "x", "five")));

    assertThat(Files.readString(file))
        .isEqualTo(WRITTEN.replace("  level: 3\n", "  x: five\n").replace("\n", "\r\n"));
  }

  @Test
  void anAppThatDidNotChangeLeavesTheFileAlone() throws IOException {
    App app = written();
    Object before = Files.getLastModifiedTime(file);
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

    AppFile.write(file, app);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isEqualTo(key);
  }

  @Test
  void howeverOddlyAFileIsWrittenAnEditSaysExactlyWhatItShould() throws IOException {
    List<String> files =
        List.of(
            WRITTEN,
            "{recipe: hello, version: '1', settings: {a: b}, scale: {web: 1}}",
            "recipe: hello\nversion: '1'\nsettings: {a: b,\n  c: d}\nhosts: [a.org,\n b.org]\n",
            "recipe: hello\nversion: '1'\nsettings:\n  a: |\n    # no comment\n    b\n  c:\n",
            "? recipe\n: hello\n? version\n: '1'\n",
            "---\nrecipe: &r hello\nversion: *r\nsettings: {a: *r}\n...\n",
            "recipe: \"hel\\\n  lo\"\nversion: '1'\nhosts:\n- a.org\n-   b.org\n- \"c.org\"\n",
            "version: '1'\nsettings:\n  a: \uD83C\uDF3B b # x\nrecipe: hello");
    Random random = new Random(7);
    for (String text : files) {
      for (int i = 0; i < 20; i++) {
        Files.writeString(file, text);
        App after = changed(read(), random);
        AppFile.write(file, after);
        assertThat(read()).as(text).isEqualTo(after);
      }
    }
  }

  @Test
  void whatIsWrongIsToldWithItsPlace() throws IOException {
    Files.writeString(
        file,
        """
        recipe: hello
        hosts: [a.example.org, "http://b", a.example.org]
        email: nobody
        settings: {BAD: x}
        scale: {web: lots}
        state: asleep
        colour: red
        """);
    Problems problems = new Problems();

    assertThat(AppFile.read(file, "shop", problems)).isEmpty();

    assertThat(problems.list())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "yaml.missing-key",
            "name.bad-host",
            "app.duplicate-host",
            "app.bad-email",
            "name.bad-setting",
            "app.bad-scale",
            "app.bad-state",
            "yaml.unknown-key");
    assertThat(problems.list()).allSatisfy(p -> assertThat(p.text()).contains("app.yaml:"));
  }

  @Test
  void whatCouldNotBeReadAgainIsNotWritten() throws IOException {
    App app = written();

    assertThatThrownBy(() -> AppFile.write(file, app.withHosts(List.of("a b", "*.org"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("\"a b\" is not a host name")
        .hasMessageContaining("wildcard");
    assertThat(Files.readString(file)).isEqualTo(WRITTEN);

    AppFile.write(file, app.withHosts(List.of("Tickets.Example.org", "karten.example.org")));
    assertThat(Files.readString(file)).isEqualTo(WRITTEN);
  }

  @Test
  void whatKilledWritersLeftIsSweptAway() throws IOException {
    App app = written();
    Path old = Files.writeString(directory.resolve(".app.yaml.0123456789ab"), "recipe: h");
    Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
    Path young = Files.writeString(directory.resolve(".app.yaml.ba9876543210"), "recipe: h");

    AppFile.write(file, app.withRunning(false));

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void aFileThatCannotBeReadIsNotOverwritten() throws IOException {
    App app = written();
    Files.writeString(file, "recipe: [");

    assertThatThrownBy(() -> AppFile.write(file, app)).isInstanceOf(ProblemException.class);
    assertThat(Files.readString(file)).isEqualTo("recipe: [");
  }

  @Test
  void aFileCutAnywhereIsReadOrRefusedButNeverACrash() throws IOException {
    for (int end = 0; end < WRITTEN.length(); end++) {
      Files.writeString(file, WRITTEN.substring(0, end));
      Problems problems = new Problems();
      Optional<App> app = AppFile.read(file, "shop", problems);
      assertThat(app.isPresent()).isNotEqualTo(problems.any());
    }
  }

  private static App changed(App app, Random random) {
    Map<String, String> settings = new TreeMap<>(app.settings());
    if (random.nextBoolean()) {
      settings.remove("a");
    }
    if (random.nextBoolean()) {
      settings.put(random.nextBoolean() ? "c" : "z", odd(random));
    }
    App changed = app.withSettings(settings).withRunning(random.nextBoolean());
    if (random.nextBoolean()) {
      changed = changed.withScale(random.nextBoolean() ? Map.of() : Map.of("web", 2, "db", 1));
    }
    return random.nextBoolean() ? changed : changed.withHosts(List.of("b.org", "n.org"));
  }

  private static String odd(Random random) {
    List<String> values =
        List.of("", "x", "a, b}", "a: b # c", "two\nlines\n", "\t", "null", "- x");
    return values.get(random.nextInt(values.size()));
  }

  private App written() throws IOException {
    Files.writeString(file, WRITTEN);
    return read();
  }

  private App read() {
    Problems problems = new Problems();
    Optional<App> app = AppFile.read(file, "shop", problems);
    problems.raiseIfAny();
    return app.orElseThrow();
  }
}
