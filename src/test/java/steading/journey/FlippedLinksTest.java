package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import steading.engine.Engine;
import steading.engine.Engine.ExecSpec;

/**
 * A process in the app turns a directory into a link to somebody else's files and back, as fast as
 * it can, while the app is backed up and restored.
 */
@Tag("engine")
class FlippedLinksTest {
  private static final String FLIPPER =
      """
      import os, sys
      top = '/srv/uploads/'
      inside = {'passwd', 'hostname', 'shadow', 'environ', 'password'}
      os.makedirs(top + 'trap')
      for name in inside:
          open(top + 'trap/' + name, 'w').write('inside')
      for place in ('/etc', '/proc/1', '/run/restic'):
          os.symlink(place, top + 'to-' + place.replace('/', '-'))
      def tell(flips):
          with open(top + 'flips.new', 'w') as file:
              file.write(str(flips))
          os.rename(top + 'flips.new', top + 'flips')
      tell(0)
      flips = 0
      while not os.path.exists(top + 'stop'):
          for place in ('/etc', '/proc/1', '/run/restic'):
              os.rename(top + 'trap', top + 'put-away')
              os.symlink(place, top + 'trap')
              os.unlink(top + 'trap')
              os.rename(top + 'put-away', top + 'trap')
              flips += 1
          if flips % 300 == 0:
              tell(flips)
      tell(flips)
      """;

  @Test
  void links_flipped_during_backup_and_restore_lead_nowhere() {
    flip(1_000, 2);
  }

  @Test
  @Tag("slow")
  void ten_thousand_flips_lead_nowhere() {
    flip(10_000, 10);
  }

  private static void flip(int flips, int capsules) {
    try (Installation stead = Installation.fresh()) {
      stead.stead("install", "hello", "--host", "hello.localhost", "--yes").ok();
      String web = container(stead, "hello", "web");
      CompletableFuture<Engine.ExecResult> flipper =
          CompletableFuture.supplyAsync(
              () ->
                  stead.engine.execAndWait(
                      web, ExecSpec.of("python3", "-c", FLIPPER), Duration.ofMinutes(60)),
              Thread::startVirtualThread);
      int made = 0;
      int refused = 0;
      for (int i = 0; i < capsules || flips(stead, web) < flips; i++) {
        Installation.Result backup = stead.stead("backup", "hello");
        made += backup.code() == 0 ? 1 : 0;
        refused += backup.code() == 0 ? 0 : 1;
      }
      int during = flips(stead, web);
      exec(stead, web, "touch", "/srv/uploads/stop");
      assertThat(flipper.join().code()).as(flipper.join().stderr()).isZero();
      stead.stead("backup", "hello").ok();
      int outside = 0;
      for (JsonNode row : json(stead.stead("backups", "hello", "--json").ok())) {
        if (row.path("state").asText().equals("whole")) {
          outside += outside(stead, row.path("id").asText());
        }
      }
      System.err.printf(
          "flipped links: %d flips while %d capsules were made and %d refused;"
              + " %d outside files in them%n",
          during, made, refused, outside);
      assertThat(outside).isZero();
      assertThat(during).isGreaterThanOrEqualTo(flips);
    }
  }

  /** Files of a capsule that hold anything but what the app wrote. */
  private static int outside(Installation stead, String capsule) {
    stead.stead("restore", "hello", capsule, "--as", "copy", "--host", "copy.localhost").ok();
    String web = container(stead, "copy", "web");
    int outside = 0;
    for (String directory : List.of("trap", "put-away")) {
      String found =
          exec(stead, web, "find", "/srv/uploads/" + directory, "-type", "f", "-printf", "%p %s\\n")
              .stdout();
      outside += (int) found.lines().filter(line -> !line.endsWith(" 6")).count();
    }
    stead.stead("remove", "copy", "--purge", "--yes").ok();
    return outside;
  }

  private static int flips(Installation stead, String web) {
    String text = exec(stead, web, "cat", "/srv/uploads/flips").stdout().strip();
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static Engine.ExecResult exec(Installation stead, String container, String... command) {
    return stead.engine.execAndWait(container, ExecSpec.of(command), Duration.ofMinutes(2));
  }

  private static String container(Installation stead, String app, String service) {
    return stead.containers().stream()
        .filter(name -> name.contains("-" + app + "-" + service + "-"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(Installation.Result result) {
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(result.out(), e);
    }
  }
}
