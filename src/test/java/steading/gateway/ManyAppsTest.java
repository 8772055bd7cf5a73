package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.plan.Route;

/**
 * A gateway with a thousand apps, each with a name of its own to be looked up. An Engine has no
 * room for a thousand networks: all of them are in one, and all but one are the same container
 * there.
 */
@Tag("engine")
class ManyAppsTest {
  private static final long TARGET = 200;

  @TempDir Path directory;

  @Test
  void aChangeAmongHundredAppsFailsNoRequest() throws Exception {
    changes(100, 5);
  }

  @Test
  @Tag("slow")
  void changesAmongAThousandAppsFailNoRequest() throws Exception {
    changes(1000, 20);
  }

  private void changes(int apps, int events) throws Exception {
    try (TestGateway world = new TestGateway(directory);
        Load load = new Load(world)) {
      String network = world.test.network("net");
      List<String> names =
          IntStream.range(1, apps).mapToObj(i -> world.name("app-" + i + "-web-1")).toList();
      world.app("all", network, names);
      List<String> turns = List.of(world.app("left", network), world.app("right", network));
      new TableFile(world.home.gateway().resolve("table.json")).save(many(network, names));
      Gateway gateway = world.again();
      long start = System.nanoTime();
      gateway.ensure();
      System.err.printf("%d apps: started in %d ms%n", apps, millisSince(start));
      change(world, gateway, network, turns.getFirst());
      load.pausing(Duration.ofMillis(10)).keepAlive("app-7.test").closing("app-8.test");
      List<Long> times = new ArrayList<>();
      for (int event = 1; event <= events; event++) {
        times.add(change(world, gateway, network, turns.get(event % 2)));
      }
      load.end();
      report(apps, times, load);
    }
  }

  private static long change(TestGateway world, Gateway gateway, String network, String target)
      throws IOException {
    long start = System.nanoTime();
    gateway.publish(
        "shop",
        List.of(TestGateway.route("shop", List.of("shop.test"), "/", target)),
        Set.of(network));
    long took = millisSince(start);
    try (RawClient client = world.client("shop.test")) {
      assertThat(target).endsWith(client.get("/").body());
    }
    return took;
  }

  private static void report(int apps, List<Long> times, Load load) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    System.err.printf(
        "%d apps: a route is live after %d ms (median of %d), %d ms (worst); %d of %d requests"
            + " failed; target %d ms: %s%n",
        apps,
        sorted.get(sorted.size() / 2),
        sorted.size(),
        sorted.getLast(),
        load.failures.size(),
        load.answers.get() + load.failures.size(),
        TARGET,
        sorted.getLast() <= TARGET ? "met" : "NOT MET");
    assertThat(load.failures).isEmpty();
  }

  private static Table many(String network, List<String> names) {
    Table table = Table.EMPTY;
    for (int i = 1; i <= names.size(); i++) {
      String app = "app-" + i;
      Route route = TestGateway.route(app, List.of(app + ".test"), "/", names.get(i - 1));
      table = table.with(app, List.of(route), Set.of(network));
    }
    return table;
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
