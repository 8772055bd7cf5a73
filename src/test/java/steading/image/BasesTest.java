package steading.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.compose.Build;
import steading.engine.Engine;
import steading.engine.TestEngine;

/** Bases are shared by everything on this Engine, so those that were there are left alone. */
class BasesTest {
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  @Test
  @Tag("engine")
  void aBuildOnDebianNeedsNoRegistryAndReachesThePackageSources(@TempDir Path context)
      throws IOException {
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM debian:13-slim
        RUN test -s "$SSL_CERT_FILE" && test -z "$(find /var/lib/apt/lists -type f -size +0)"
        RUN ! /usr/sbin/policy-rc.d && test ! -e /usr/share/man/man1/ls.1.gz
        RUN apt-get update && apt-get install -y --no-install-recommends sl && test -x /usr/games/sl
        """);
    try (TestEngine test = TestEngine.connect()) {
      Engine engine = test.engine();
      Images images = new Images(engine, Path.of("/none"));
      ImageChoice app =
          images.choose(
              test.name("debian"), "web", new Build(context, "Dockerfile", Map.of(), null));

      images.obtain(app, progress::add);

      assertThat(images.present(app)).isTrue();
      assertThat(engine.image("steading/debian:13-slim").orElseThrow().labels())
          .containsEntry("steading.wanted", "debian:13-slim");
      assertThat(images.unused(List.of()))
          .contains(app.reference())
          .doesNotContain("steading/debian:13-slim");
      engine.removeImage(app.reference());
    }
  }

  @Test
  @Tag("engine")
  @Tag("slow")
  void aBaseThatTwoWantIsBootstrappedOnce() throws Exception {
    DebianBase base = DebianBase.of("debian:12").orElseThrow();
    try (Engine engine = Engine.connect(null)) {
      boolean wasThere = engine.image(base.reference()).isPresent();
      if (wasThere) {
        engine.tag(base.reference(), "steading-test/kept:debian-12");
        engine.removeImage(base.reference());
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          Bases bases = new Bases(engine, new Registries(_ -> Optional.empty(), Clock.systemUTC()));
          both.add(threads.submit(() -> bases.ensure(base, progress::add)));
        }
        for (Future<?> each : both) {
          each.get();
        }
      }

      assertThat(engine.image(base.reference())).isPresent();
      assertThat(progress).containsOnlyOnce("the base image steading/debian:12 is ready");
      engine.removeImage(base.reference());
      if (wasThere) {
        engine.tag("steading-test/kept:debian-12", base.reference());
        engine.removeImage("steading-test/kept:debian-12");
      }
    }
  }
}
