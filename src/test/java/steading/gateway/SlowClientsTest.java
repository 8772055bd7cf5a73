package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.GatewaySettings;
import steading.app.GatewaySettings.Limits;

/**
 * What people notice while somebody holds thousands of connections open and says next to nothing.
 *
 * <p>The attack comes from four addresses with a thousand connections each, which is all that the
 * usual limit of connections lets an address have: that limit stays in force and refuses none of
 * them. Rates are not limited here, since the good clients share an address and ask as fast as they
 * can.
 */
@Tag("engine")
class SlowClientsTest {
  private static final int ADDRESSES = 4;
  private static final int ALL_OF_THEM = 1000;
  private static final String HEADS = "-H";
  private static final String BODIES = "-B";
  private static final Pattern OPEN = Pattern.compile("(?m)^CurrConns: (\\d+)$");

  @TempDir Path directory;

  @Test
  void clientsWithoutAnEndToTheirHeadsKeepNobodyOut() throws Exception {
    outlasts(HEADS, 200, 15);
  }

  @Test
  @Tag("slow")
  void fourThousandClientsWithoutAnEndToTheirHeadsKeepNobodyOut() throws Exception {
    outlasts(HEADS, ALL_OF_THEM, 60);
  }

  @Test
  @Tag("slow")
  void fourThousandClientsWithoutAnEndToTheirBodiesKeepNobodyOut() throws Exception {
    outlasts(BODIES, ALL_OF_THEM, 60);
  }

  private void outlasts(String attack, int each, int seconds) throws Exception {
    try (TestGateway world = new TestGateway(directory.resolve("home"), settings());
        Load load = new Load(world)) {
      Collection<String> doors = doors(world);
      load.keepAlive("blog.test").keepAlive("blog.test").closing("blog.test").closing("blog.test");
      long most = 0;
      List<Program> attackers = new ArrayList<>();
      for (String door : doors) {
        attackers.add(attacker(door, attack, each, seconds));
      }
      for (Program attacker : attackers) {
        while (attacker.process().isAlive()) {
          most = Math.max(most, open(world));
        }
      }
      load.end();
      long good = load.answers.get();
      double share = 100.0 * good / (good + load.failures.size());
      System.err.printf(
          "slowhttptest %s: %d connections open at once; %.3f %% of %d good requests 2xx%n",
          attack, most, share, good + load.failures.size());
      assertThat(most)
          .as(() -> said(attackers))
          .isGreaterThan(each == ALL_OF_THEM ? ADDRESSES * each * 9 / 10 : each);
      assertThat(good).isGreaterThan(20);
      assertThat(share).as(load.failures.toString()).isGreaterThanOrEqualTo(99);
    }
  }

  private static GatewaySettings settings() {
    Limits usual = Limits.USUAL;
    Limits limits =
        new Limits(
            usual.connections(),
            0,
            0,
            usual.headerTime(),
            usual.bodyTime(),
            usual.url(),
            usual.headers(),
            usual.body());
    return new GatewaySettings(List.of(), null, limits);
  }

  /** Addresses of the gateway: clients on this machine reach each from another one of their own. */
  private static Collection<String> doors(TestGateway world) {
    String first = world.test.network("net0");
    String blog = world.app("blog", first);
    world.publish("blog", List.of("blog.test"), first, blog);
    List<String> doors = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      String network = i == 0 ? first : world.test.network("net" + i);
      String app = "front" + i;
      world.publish(app, List.of(app + ".test"), network, world.app(app, network));
      doors.add(
          world
              .engine
              .container(world.home.prefix() + "gateway")
              .orElseThrow()
              .networks()
              .get(network));
    }
    // What is sent slowly is sent to an app, under the name that the attacker knows.
    world.gateway.publish(
        "front0",
        List.of(TestGateway.route("front0", doors, "/", world.name("front0"))),
        Set.of(first));
    return doors;
  }

  private Program attacker(String door, String attack, int each, int seconds) throws IOException {
    return Program.start(
        directory,
        List.of(
            "slowhttptest",
            attack,
            "-c",
            "" + each,
            "-r",
            "" + each / 2,
            "-i",
            "3",
            "-l",
            "" + seconds,
            "-u",
            "https://" + door + ":" + Inside.HTTPS_PORT + "/"));
  }

  private static long open(TestGateway world) {
    try {
      String info = MasterSocket.in(world.home.gateway().resolve("run")).ask("@1 show info");
      Matcher matcher = OPEN.matcher(info);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String said(List<Program> attackers) {
    try {
      StringBuilder said = new StringBuilder();
      for (Program attacker : attackers) {
        said.append(attacker.said());
      }
      return said.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
