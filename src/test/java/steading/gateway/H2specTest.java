package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conformance tests of h2spec, which comes inside a Maven artifact, through the gateway. */
@Tag("engine")
class H2specTest {
  private static final int ALL = 145;
  private static final int BLOCK = 512;
  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) tests, (\\d+) passed, (\\d+) skipped, (\\d+) failed");
  private static final String APP =
      """
      defaults
        mode http
        timeout client 5s
        timeout server 5s
        timeout connect 5s
      frontend app
        bind :9000
        http-request return status 200 content-type text/plain string "hello"
      """;

  @TempDir Path directory;

  @Test
  void Promise_the_gateway_speaks_http2_as_the_standard_wants_it() throws Exception {
    Path program = unpacked();
    try (TestGateway world = new TestGateway(directory.resolve("home"))) {
      String network = world.test.network("net");
      List<String> host = List.of("localhost");
      world.publish("web", host, network, world.app("first", network));
      world.publish("web", host, network, world.haproxy("app", network, APP));
      String said = run(program, world.home.httpsPort());
      Matcher summary = SUMMARY.matcher(said);
      assertThat(summary.find()).as(said).isTrue();
      System.err.println("h2spec: " + summary.group());
      assertThat(summary.group(2)).as(said).isEqualTo("" + ALL);
      assertThat(summary.group(4)).isEqualTo("0");
    }
  }

  private String run(Path program, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(), "-h", "localhost", "-p", "" + port, "-t", "-k", "-o", "10")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.onExit().join();
    return said;
  }

  /** The archive holds that one file. */
  private Path unpacked() throws IOException {
    try (InputStream archive =
            Objects.requireNonNull(
                H2specTest.class.getResourceAsStream("/h2spec/2.2.0/h2spec_linux_amd64.tar.gz"));
        InputStream tar = new GZIPInputStream(archive)) {
      byte[] header = tar.readNBytes(BLOCK);
      String size = new String(header, 124, 11, StandardCharsets.US_ASCII).strip();
      Path program = directory.resolve("h2spec");
      Files.write(program, tar.readNBytes(Integer.parseInt(size, 8)));
      assertThat(program.toFile().setExecutable(true)).isTrue();
      return program;
    }
  }
}
