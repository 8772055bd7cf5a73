package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.gateway.tls.InternalCa;

/**
 * What testssl.sh, which tries all that has ever been wrong with TLS, finds at the gateway.
 *
 * <p>One finding is known and not counted as the gateway's: certificates of the internal authority
 * name no list of revoked ones. They last for 90 days, and whoever has lost a key has the authority
 * replaced.
 */
@Tag("engine")
class TlsScanTest {
  private static final List<String> GRAVE = List.of("HIGH", "CRITICAL");

  /** Of the internal authority's certificate, whoever shows it. */
  private static final String KNOWN = "cert_revocation";

  @TempDir Path directory;

  @Test
  void nothingGraveIsFoundInProtocolsAndCiphers() throws Exception {
    scan("-p", "-s");
  }

  @Test
  @Tag("slow")
  void nothingGraveIsFoundAtAll() throws Exception {
    scan();
  }

  private void scan(String... parts) throws Exception {
    try (TestGateway world = new TestGateway(directory.resolve("home"))) {
      String network = world.test.network("net");
      world.publish("blog", List.of("localhost"), network, world.app("blog", network));
      Path found = directory.resolve("found.json");
      List<String> command = new ArrayList<>(List.of("testssl"));
      command.addAll(List.of(parts));
      command.addAll(List.of("--quiet", "--warnings", "off", "--color", "0"));
      command.addAll(List.of("--ip", "127.0.0.1", "--nodns", "none"));
      command.addAll(List.of("--add-ca", InternalCa.rootCertificate(world.home).toString()));
      command.addAll(List.of("--jsonfile", found.toString()));
      command.add("https://localhost:" + world.home.httpsPort() + "/");
      String said = Program.run(directory, command);
      judge(found, said);
    }
  }

  private static void judge(Path found, String said) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    List<String> grave = new ArrayList<>();
    for (JsonNode finding : new ObjectMapper().readTree(Files.readString(found))) {
      String severity = finding.path("severity").asText();
      counts.merge(severity, 1, Integer::sum);
      if (GRAVE.contains(severity) && !finding.path("id").asText().equals(KNOWN)) {
        grave.add(finding.toString());
      }
    }
    System.err.println(
        "testssl.sh: " + counts + "; HIGH or worse but for " + KNOWN + ": " + grave.size());
    assertThat(grave).as(said).isEmpty();
    assertThat(counts.getOrDefault("OK", 0)).as(said).isGreaterThan(5);
  }
}
