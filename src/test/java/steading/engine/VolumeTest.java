package steading.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Storage.Kind;
import steading.engine.EngineException.Reason;

@Tag("engine")
class VolumeTest {
  private final TestEngine test = TestEngine.connect();
  private final Engine engine = test.engine();

  @AfterEach
  void clean() {
    test.close();
  }

  @Test
  void aVolumeOutlivesTheContainersThatUseIt() {
    String volume = test.volume("data");
    test.volume("data");
    String writer = test.run(mounting("writer", "sh", "-c", "echo kept > /data/file"));
    assertThat(engine.awaitExit(writer, Duration.ofSeconds(20))).contains(0);

    assertThat(engine.container(writer).orElseThrow().mounts())
        .containsExactly(new ContainerSeen.MountSeen(volume, "/data", false));
    assertThatThrownBy(() -> engine.removeVolume(volume))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
    engine.remove(writer);
    String reader = test.run(mounting("reader", "cat", "/data/file"));
    assertThat(engine.awaitExit(reader, Duration.ofSeconds(20))).contains(0);
    assertThat(test.output(reader)).isEqualTo("kept\n");
    engine.remove(reader);

    assertThat(engine.volumes(test.labels())).extracting(Engine.VolumeSeen::name).contains(volume);
    engine.removeVolume(volume);
    engine.removeVolume(volume);
    assertThat(engine.volume(volume)).isEmpty();
  }

  @Test
  void aVolumeWithoutARealNameIsRefusedRatherThanMadeEmpty() {
    ContainerSpec spec = mounting("lost", "true");
    ContainerSpec unnamed =
        new ContainerSpec(
            spec.name(),
            spec.image(),
            spec.service(),
            Map.of(),
            Map.of(),
            spec.labels(),
            List.of(),
            List.of());

    assertThatThrownBy(() -> engine.create(unnamed))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("volume \"data\", which has no name");
  }

  @Test
  void anAnonymousVolumeThatIsNotForFilesStaysWhenItsContainerGoes() {
    Storage.Mount anonymous = new Storage.Mount(Kind.VOLUME, null, "/data", false, 0, null);
    Service service =
        Service.of("s", TestEngine.tinyImage())
            .withStorage(new Storage(List.of(anonymous), List.of(), List.of()));
    engine.create(test.spec("anonymous", service, List.of()));
    String volume =
        engine.container(test.name("anonymous")).orElseThrow().mounts().getFirst().volume();

    engine.remove(test.name("anonymous"));

    assertThat(engine.volume(String.valueOf(volume))).isPresent();
    engine.removeVolume(String.valueOf(volume));
  }

  private ContainerSpec mounting(String suffix, String... command) {
    ContainerSpec plain = test.spec(suffix, command);
    Storage.Mount mount = new Storage.Mount(Kind.VOLUME, "data", "/data", false, 0, null);
    return new ContainerSpec(
        plain.name(),
        plain.image(),
        plain.service().withStorage(new Storage(List.of(mount), List.of(), List.of())),
        Map.of(),
        Map.of("data", test.name("data")),
        plain.labels(),
        List.of(),
        List.of());
  }
}
