package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import steading.app.GatewaySettings;
import steading.app.GatewaySettings.Behind;
import steading.app.Home;
import steading.gateway.GatewayStatus.Backend;
import steading.gateway.GatewayStatus.Front;
import steading.gateway.GatewayStatus.Host;
import steading.plan.Route;
import steading.problem.ProblemException;

class StatusReaderTest {
  private static final String STATISTICS =
      """
      # pxname,svname,qcur,scur,stot,dreq,dcon,ereq,econ,eresp,status,req_rate,hrsp_4xx,hrsp_5xx,req_tot,
      https,FRONTEND,,3,40,1,1,2,,,OPEN,5,4,6,90,
      blog:0:web:80,c,1,2,80,,,,1,1,no check,,0,2,,
      blog:0:web:80,BACKEND,1,2,80,0,,,1,1,UP,,0,2,80,
      """;

  @Test
  void whatHaproxyCountsIsReadByColumn() {
    List<Map<String, String>> rows = StatusReader.rows(STATISTICS);
    assertThat(StatusReader.fronts(rows)).containsExactly(new Front("https", 3, 5, 90, 6, 8));
    assertThat(StatusReader.backends(table(), rows))
        .containsExactly(new Backend("blog", "web", "c", "up", 2, 1, 80, 4, 5.0));
    assertThat(StatusReader.rows("")).isEmpty();
  }

  @Test
  void aHostWithoutACertificateSaysSo() {
    assertThat(StatusReader.hosts(table(), List.of()))
        .containsExactly(new Host("blog.test", "blog", List.of("/"), null, null));
  }

  @Test
  void aFrontIsGivenEveryHostAndTheGatewaysPort() {
    Behind behind = new Behind(List.of("host"), false, false, 443);
    Home home = home(new GatewaySettings(List.of(), behind, GatewaySettings.Limits.USUAL));
    for (String kind : FrontExport.KINDS) {
      assertThat(FrontExport.of(kind, home, table())).contains("blog.test", "127.0.0.1:8080");
    }
    assertThatThrownBy(() -> FrontExport.of("caddy", home, table()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("caddy");
  }

  @Test
  void aFrontThatWouldNotBeBelievedIsNotExported() {
    assertThatThrownBy(() -> FrontExport.of("nginx", home(GatewaySettings.USUAL), table()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("does not expect a front");
  }

  private static Home home(GatewaySettings settings) {
    return new Home(Path.of("/nowhere"), "abc123", 8080, 8443, null, Path.of("/nowhere"))
        .with(settings);
  }

  private static Table table() {
    Route route =
        new Route(
            "blog", "web", List.of("blog.test"), "/", 80, List.of("c"), Duration.ofSeconds(1));
    return Table.EMPTY.with("blog", List.of(route), Set.of("net"));
  }
}
