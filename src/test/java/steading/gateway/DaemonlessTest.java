package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

/** What must work while nothing but the Engine and the gateway's container run. */
@Tag("engine")
class DaemonlessTest {
  @TempDir Path directory;

  @Test
  void anAppThatComesBackUnderAnotherAddressIsFoundAgain() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      String blog = world.app("blog", network);
      world.publish("blog", List.of("blog.test"), network, blog);
      String before = address(world, blog, network);
      world.engine.stop(blog, Duration.ZERO);
      world.app("squatter", network);
      world.engine.start(blog);
      Instant start = Instant.now();
      assertThat(address(world, blog, network)).isNotEqualTo(before);
      awaitAnswer(world, "blog.test", "blog");
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void aRestartedGatewayServesAgainByItself() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      String gateway = world.home.prefix() + "gateway";
      world.engine.stop(gateway, Duration.ofSeconds(1));
      assertThat(world.gateway.serving()).isFalse();
      world.engine.start(gateway);
      Instant start = Instant.now();
      awaitAnswer(world, "blog.test", "blog");
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void aGatewayWhoseContainerWasRemovedIsMadeAgainWithAllItsNetworks() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String blogs = world.test.network("blogs");
      String shops = world.test.network("shops");
      world.publish("blog", List.of("blog.test"), blogs, world.app("blog", blogs));
      world.publish("shop", List.of("shop.test"), shops, world.app("shop", shops));
      world.engine.remove(world.home.prefix() + "gateway");
      assertThat(world.gateway.serving()).isFalse();
      world.again().ensure();
      awaitAnswer(world, "blog.test", "blog");
      awaitAnswer(world, "shop.test", "shop");
      assertThat(world.gateway.serving()).isTrue();
    }
  }

  @Test
  void aNetworkThatVanishedWhileTheGatewayWasStoppedDoesNotKeepItDown() throws Exception {
    try (TestGateway world = new TestGateway(directory)) {
      String blogs = world.test.network("blogs");
      String gone = world.test.network("gone");
      String blog = world.app("blog", blogs);
      world.gateway.publish(
          "blog",
          List.of(TestGateway.route("blog", List.of("blog.test"), "/", blog)),
          Set.of(blogs, gone));
      world.engine.stop(world.home.prefix() + "gateway", Duration.ofSeconds(1));
      world.engine.removeNetwork(gone);
      world.again().ensure();
      awaitAnswer(world, "blog.test", "blog");
    }
  }

  private static String address(TestGateway world, String container, String network) {
    return world.engine.container(container).orElseThrow().networks().getOrDefault(network, "");
  }

  private static void awaitAnswer(TestGateway world, String host, String body) {
    TestEngine.eventually(
        host + " answers " + body,
        () -> {
          try (RawClient client = world.client(host)) {
            return client.get("/").body().equals(body);
          } catch (IOException e) {
            return false;
          }
        });
  }
}
