package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.engine.TestEngine;

/** Requests that wait at the gateway while what they need is not there. */
@Tag("engine")
class HoldTest {
  @TempDir Path directory;

  @Test
  void aHeldRequestIsAnsweredOnceItIsLetGoAndOtherAppsNoticeNothing() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      world.publish("shop", List.of("shop.test"), network, world.app("shop", network));
      assertThat(world.gateway.hold("blog", Set.of("web"), Duration.ofSeconds(5))).isTrue();
      assertThat(world.gateway.held("blog")).isTrue();
      assertThat(world.gateway.held("shop")).isFalse();
      CompletableFuture<String> held =
          CompletableFuture.supplyAsync(() -> body(world, "blog.test"), threads);
      assertThat(body(world, "shop.test")).isEqualTo("shop");
      // A reload for another app's sake must not let it go.
      world.publish("shop", List.of("shop2.test"), network, world.name("shop"));
      CompletableFuture<String> afterReload =
          CompletableFuture.supplyAsync(() -> body(world, "blog.test"), threads);
      Instant start = Instant.now();
      TestEngine.eventually(
          "a second has passed",
          () -> Duration.between(start, Instant.now()).compareTo(Duration.ofSeconds(1)) > 0);
      assertThat(held).isNotDone();
      assertThat(afterReload).isNotDone();
      world.again().release("blog");
      assertThat(held.get(20, TimeUnit.SECONDS)).isEqualTo("blog");
      assertThat(afterReload.get(20, TimeUnit.SECONDS)).isEqualTo("blog");
      assertThat(world.gateway.held("blog")).isFalse();
    }
  }

  @Test
  void aHoldBeginsOnceTheRequestsUnderWayAreThrough() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        RawClient slow = world.client("blog.test")) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      slow.send("/slow");
      TestEngine.eventually("it is under way", () -> world.sessions() > 0);
      assertThat(world.gateway.hold("blog", Set.of("web"), Duration.ofMillis(200))).isFalse();
      assertThat(world.gateway.hold("blog", Set.of("web"), Duration.ofSeconds(20))).isTrue();
      assertThat(slow.read().body()).isEqualTo("slow blog");
      world.gateway.release("blog");
    }
  }

  @Test
  void whoWaitedTooLongIsToldWhenToComeAgain() throws Exception {
    try (TestGateway world = new TestGateway(directory);
        RawClient client = world.client("blog.test")) {
      String network = world.test.network("net");
      world.publish("blog", List.of("blog.test"), network, world.app("blog", network));
      Instant start = Instant.now();
      world.gateway.hold("blog", Set.of("web"), Duration.ofSeconds(5));
      client.connect();
      client.patience(Holds.PATIENCE.plusSeconds(20));
      RawClient.Answer answer = client.get("/");
      assertThat(Duration.between(start, Instant.now()))
          .isGreaterThan(Holds.PATIENCE.minusSeconds(2));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry("retry-after", "10");
      assertThat(answer.body()).contains("is being worked on");
    }
  }

  private static String body(TestGateway world, String host) {
    try (RawClient client = world.client(host)) {
      return client.get("/").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
