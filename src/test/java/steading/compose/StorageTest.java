package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  private List<Storage.Mount> mounts(String keys) {
    return loading.web(keys).compose("volumes: {data: }").service().storage().mounts();
  }

  private static Storage.Mount volume(String source, String target, boolean readOnly) {
    return new Storage.Mount(Storage.Kind.VOLUME, source, target, readOnly, 0, null);
  }

  @Test
  void shortMounts() {
    assertThat(mounts("volumes: [\"data:/d\", \"data:/e:ro\", /anon, ./x:/x:ro, /srv/y:/y:rw]"))
        .containsExactly(
            volume("data", "/d", false),
            volume("data", "/e", true),
            new Storage.Mount(Storage.Kind.VOLUME, null, "/anon", false, 0, null),
            new Storage.Mount(
                Storage.Kind.BIND, directory.resolve("x").toString(), "/x", true, 0, null),
            new Storage.Mount(Storage.Kind.BIND, "/srv/y", "/y", false, 0, null));
  }

  @Test
  void longMounts() {
    assertThat(
            mounts(
                """
                volumes:
                  - {type: volume, source: data, target: /d, read_only: true, volume: {subpath: s}}
                  - {type: bind, source: x/../y, target: /y, bind: {create_host_path: true}}
                  - {type: tmpfs, target: /t, tmpfs: {size: 64m}}
                tmpfs: /run:size=1m,ro
                """))
        .containsExactly(
            new Storage.Mount(Storage.Kind.VOLUME, "data", "/d", true, 0, "s"),
            new Storage.Mount(
                Storage.Kind.BIND, directory.resolve("y").toString(), "/y", false, 0, null),
            new Storage.Mount(Storage.Kind.TMPFS, null, "/t", false, 64 << 20, null),
            new Storage.Mount(Storage.Kind.TMPFS, null, "/run", true, 1 << 20, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"a:b:c:d\"]|4:15 compose.volume",
        "[\":/x\"]|4:15 compose.volume",
        "[\"~/x:/x\"]|4:15 compose.path",
        "[\"data:x\"]|4:15 compose.volume",
        "[\"data:/x/..\"]|4:15 compose.volume",
        "[\"data:/x:rshared\"]|4:15 compose.unsupported",
        "[\"dota:/x\"]|4:15 compose.undefined",
        "[{type: bind, target: /x}]|4:15 yaml.missing-key",
        "[{type: npipe, target: /x}]|4:22 compose.unsupported",
        "[{type: band, target: /x}]|4:22 compose.choice",
        "[{type: bind, source: /a, target: /x, bind: {propagation: far}}]|4:72 compose.choice",
        "[{type: bind, source: /a, target: /x, bind: {recursive: disabled}}]|4:59 compose.unsupported"
      })
  void wrongMountsAreProblemsWithTheirPlace(String volumes, String problem) {
    loading.web("volumes: " + volumes).compose("volumes: {data: }");
    assertThat(loading.problem()).isEqualTo(problem);
  }

  private Storage.FileMount secret(String secret) {
    return new Loading(directory)
        .compose(
            "services: {web: {image: x, secrets: [" + secret + "]}}\nsecrets: {s: {file: ./s.txt}}")
        .service()
        .storage()
        .secrets()
        .getFirst();
  }

  @Test
  void secretsAreFilesUnderRunSecrets() {
    assertThat(secret("s"))
        .isEqualTo(new Storage.FileMount("s", "/run/secrets/s", null, null, 0444));
    assertThat(secret("{source: s, target: t}").target()).isEqualTo("/run/secrets/t");
    assertThat(secret("{source: s, target: /etc/t, uid: \"33\", gid: \"33\", mode: 0400}"))
        .isEqualTo(new Storage.FileMount("s", "/etc/t", "33", "33", 0400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid: www-data", "gid: www-data", "uid: \"-1\"", "uid: \"4000000000\""})
  void ownersOfFilesAreNumbers(String owner) {
    loading.compose(
        "services: {web: {image: x, configs: [{source: c, target: /c, "
            + owner
            + "}]}}\n"
            + "configs: {c: {content: a}}");
    assertThat(loading.problem()).startsWith("1:").endsWith(" compose.owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0440", "0o440", "\"440\"", "\"0440\"", "288"})
  void modesAreOctalAsInCompose(String mode) {
    assertThat(secret("{source: s, mode: " + mode + "}").mode()).isEqualTo(0440);
  }

  @Test
  void configsAreFilesUnderTheRoot() {
    loading.compose(
        "services: {web: {image: x, configs: [c, {source: c, target: /etc/c}]}}\n"
            + "configs: {c: {content: \"a $$b\"}}");
    assertThat(loading.service().storage().configs())
        .extracting(Storage.FileMount::target)
        .containsExactly("/c", "/etc/c");
    assertThat(loading.project().configs().get("c")).isEqualTo(new FileSource.Inline("c", "a $b"));
  }

  @Test
  void sourcesOfSecrets() {
    Map<String, FileSource> secrets =
        loading
            .compose(
                """
                services: {web: {image: x}}
                secrets:
                  f: {file: ./f}
                  v: {environment: V}
                  e: {external: true}
                  n: {external: true, name: other}
                  o: {external: {name: old}}
                """)
            .project()
            .secrets();
    assertThat(loading.problems.list()).isEmpty();
    assertThat(secrets)
        .containsEntry("f", new FileSource.FromFile("f", directory.resolve("f")))
        .containsEntry("v", new FileSource.FromVariable("v", "V"))
        .containsEntry("e", new FileSource.External("e", "e"))
        .containsEntry("n", new FileSource.External("n", "other"))
        .containsEntry("o", new FileSource.External("o", "old"));
  }

  @Test
  void aSecretNeedsOneSource() {
    loading.compose("services: {web: {image: x}}\nsecrets: {a: {file: x, environment: Y}}");
    assertThat(loading.problem()).isEqualTo("2:14 compose.source");
  }

  @Test
  void undefinedSecretsAreProblems() {
    assertThat(loading.web("secrets: [no]").problem()).isEqualTo("4:15 compose.undefined");
  }

  @Test
  void volumesAndTheirOptions() {
    loading.compose(
        """
        services: {web: {image: x}}
        volumes:
          a: {driver: local, driver_opts: {type: tmpfs, device: tmpfs}, labels: [x=y]}
          b: {external: true, name: other}
        """);
    Project project = loading.project();
    assertThat(project.volumes().get("a"))
        .isEqualTo(
            new Volume(
                "a",
                null,
                false,
                "local",
                Map.of("type", "tmpfs", "device", "tmpfs"),
                Map.of("x", "y")));
    assertThat(project.volumes().get("b"))
        .isEqualTo(new Volume("b", "other", true, null, Map.of(), Map.of()));
  }
}
