package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static steading.engine.TestEngine.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class SwitchTest {
  private static final List<String> HOSTS = List.of("localhost", "blog.test");

  @TempDir Path directory;

  @Test
  void tenSwitchesUnderLoadFailNoRequest() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        Load load = new Load(world)) {
      String network = world.test.network("net");
      String old = world.app("v0", network);
      world.publish("blog", HOSTS, network, old);
      load.keepAlive("blog.test").keepAlive("blog.test").closing("blog.test");
      for (int version = 1; version <= 10; version++) {
        String fresh = world.app("v" + version, network);
        world.publish("blog", HOSTS, network, fresh);
        assertThat(world.gateway.drain("blog", List.of(old), Duration.ofSeconds(30))).isTrue();
        world.engine.remove(old);
        old = fresh;
      }
      load.end();
      assertThat(load.failures).isEmpty();
      assertThat(load.answers.get()).isGreaterThan(500);
    }
  }

  @Test
  void aSwitchFailsNoRequestOfHttp2() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        Load load = new Load(world)) {
      String network = world.test.network("net");
      String old = world.app("old", network);
      world.publish("blog", HOSTS, network, old);
      load.http2("localhost").http2("localhost");
      world.publish("blog", HOSTS, network, world.app("fresh", network));
      assertThat(world.gateway.drain("blog", List.of(old), Duration.ofSeconds(30))).isTrue();
      world.engine.remove(old);
      load.end();
      assertThat(load.failures).isEmpty();
    }
  }

  @Test
  void publishingAnotherAppInANetworkOfItsOwnFailsNoRequest() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        Load load = new Load(world)) {
      String network = world.test.network("net");
      world.publish("blog", HOSTS, network, world.app("blog", network));
      load.keepAlive("blog.test").closing("blog.test").http2("localhost");
      for (String name : List.of("a", "b", "c")) {
        String own = world.test.network(name);
        world.publish(name, List.of(name + ".test"), own, world.app("app-" + name, own));
      }
      world.gateway.withdraw("b", Set.of(world.name("b")));
      load.end();
      assertThat(load.failures).isEmpty();
    }
  }

  @Test
  void aRequestUnderWayEndsAtItsOldTargetAndDrainWaitsForIt() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String old = world.app("old", network);
      world.publish("blog", HOSTS, network, old);
      try (RawClient slow = world.client("blog.test");
          RawClient other = world.client("blog.test")) {
        slow.send("/slow");
        eventually("the request is under way", () -> !idle(world, old));
        world.publish("blog", HOSTS, network, world.app("fresh", network));
        assertThat(other.get("/").body()).isEqualTo("fresh");
        assertThat(world.gateway.drain("blog", List.of(old), Duration.ofMillis(300))).isFalse();
        assertThat(world.gateway.drain("blog", List.of(old), Duration.ofSeconds(30))).isTrue();
        assertThat(slow.read().body()).isEqualTo("slow old");
      }
    }
  }

  @Test
  void anOpenSocketLivesOnAtItsOldTargetUntilTheLimitOfTheDrain() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String old = world.app("old", network);
      world.publish("blog", HOSTS, network, old);
      try (RawClient client = world.client("blog.test")) {
        client.send("/socket", "Connection: Upgrade", "Upgrade: echo");
        assertThat(client.read().status()).isEqualTo(101);
        world.publish("blog", HOSTS, network, world.app("fresh", network));
        client.write("one\n");
        assertThat(client.line()).isEqualTo("old one");
        Instant start = Instant.now();
        assertThat(world.gateway.drain("blog", List.of(old), Duration.ofSeconds(2))).isFalse();
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        client.write("two\n");
        assertThat(client.line()).isEqualTo("old two");
      }
      assertThat(world.gateway.drain("blog", List.of(old), Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void aConnectionThatAClientKeepsIdleIsStillServedByTheOldTargetWhileDraining() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String old = world.app("old", network);
      world.publish("blog", HOSTS, network, old);
      try (RawClient idle = world.client("blog.test")) {
        assertThat(idle.get("/").body()).isEqualTo("old");
        world.publish("blog", HOSTS, network, world.app("fresh", network));
        assertThat(world.gateway.drain("blog", List.of(old), Duration.ofMillis(500))).isFalse();
        RawClient.Answer last = idle.get("/");
        assertThat(last.body()).isEqualTo("old");
        assertThat(last.headers()).containsEntry("connection", "close");
        assertThat(idle.get("/").body()).isEqualTo("fresh");
        assertThat(world.gateway.drain("blog", List.of(old), Duration.ofSeconds(5))).isTrue();
      }
    }
  }

  private static boolean idle(TestGateway world, String target) {
    try {
      Workers workers = new Workers(MasterSocket.in(world.home.gateway().resolve("run")));
      return new Drain(workers, "blog", List.of(target)).done();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
