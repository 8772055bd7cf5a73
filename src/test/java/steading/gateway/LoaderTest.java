package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.problem.ProblemException;

@Tag("engine")
class LoaderTest {
  @TempDir Path directory;

  @Test
  void aConfigurationThatHaproxyRefusesIsNeverLoaded() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      String worker = world.workers();
      Generation bad = changed(world, "bad", "global", "global\n  no-such-word");

      assertThatThrownBy(() -> loader(world).reload(bad, bad, _ -> true))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("no-such-word");
      assertThat(world.workers()).isEqualTo(worker);
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void aConfigurationThatDoesNotComeToServeIsTakenBackUnderLoad() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        Load load = new Load(world)) {
      String network = world.test.network("net");
      String blog = world.app("blog", network);
      world.publish("blog", List.of("blog.test"), network, blog);
      // The second is a reload, as every one but the first is: what it leaves knows addresses.
      world.publish("wiki", List.of("wiki.test"), network, blog);
      load.keepAlive("blog.test").closing("blog.test");
      Generation other = changed(world, "other", "maxconn 8000", "maxconn 7000");

      assertThatThrownBy(() -> loader(world).reload(other, other, _ -> false))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("what it served before stays");
      load.end();
      assertThat(load.failures).as(() -> world.haproxySaid(" 50[0-9] ")).isEmpty();
      assertThat(world.gateway.serving()).isTrue();
      try (var kept = Files.list(world.home.gateway().resolve("config"))) {
        assertThat(kept.map(path -> path.getFileName().toString()))
            .noneMatch(name -> name.startsWith("other"));
      }
    }
  }

  private static Loader loader(TestGateway world) throws IOException {
    Path root = world.home.gateway();
    GatewaySpec spec = new GatewaySpec(world.home, Reader.ownerOf(root));
    GatewayContainer container =
        new GatewayContainer(
            world.engine, spec, () -> Files.readString(root.resolve("image")).strip());
    return new Loader(
        new Generations(root.resolve("config")),
        container,
        new Workers(MasterSocket.in(root.resolve("run"))),
        Duration.ofSeconds(3));
  }

  /** What is served now, with its addresses, but for some words and the name. */
  private static Generation changed(TestGateway world, String id, String from, String to)
      throws IOException {
    Generations generations = new Generations(world.home.gateway().resolve("config"));
    String current = generations.current().orElseThrow();
    Path source =
        world.home.gateway().resolve("config").resolve(generations.liveOf(current).orElse(current));
    SortedMap<String, String> files = new TreeMap<>();
    try (var entries = Files.list(source)) {
      for (Path entry : entries.toList()) {
        files.put(entry.getFileName().toString(), Files.readString(entry));
      }
    }
    files.computeIfPresent(
        "haproxy.cfg",
        (_, text) -> text.replace(from, to).replace("description " + current, "description " + id));
    return new Generation(id, files);
  }
}
