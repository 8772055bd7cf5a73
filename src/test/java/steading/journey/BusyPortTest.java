package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class BusyPortTest {
  @TempDir private Path directory;

  @Test
  void a_port_that_is_taken_is_named_with_its_holder_and_nothing_is_left() throws Exception {
    String recipe = MoodyRecipe.in(directory).toString();
    try (Installation stead = Installation.fresh()) {
      try (ServerSocket holder = new ServerSocket()) {
        holder.bind(new InetSocketAddress("0.0.0.0", stead.httpsPort));
        Installation.Result result =
            stead.stead("install", recipe, "moody", "--host", "moody.localhost", "--yes");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
            .contains("port " + stead.httpsPort)
            .contains("the process java (" + ProcessHandle.current().pid() + ")")
            .contains("STEADING_HTTPS_PORT")
            .doesNotContain("at steading.");
        assertThat(stead.engine.containers(stead.label())).isEmpty();
      }
      stead.stead("apply", "moody", "--yes").ok();
      assertThat(stead.web("moody.localhost").get("/").status()).isEqualTo(200);
    }
  }
}
