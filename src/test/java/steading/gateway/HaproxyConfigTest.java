package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import steading.plan.Route;
import steading.plan.Treatment;
import steading.recipe.RouteOptions;

class HaproxyConfigTest {
  private static final HaproxyConfig.Ports PORTS = new HaproxyConfig.Ports(80, 443);

  @Test
  void anEmptyTableStillAnswersEveryHostWithAPage() {
    assertThat(render(Table.EMPTY, PORTS)).isEqualTo(Golden.text("empty.cfg"));
  }

  @Test
  void aTableOfTwoAppsReadsAsExpected() {
    assertThat(render(twoApps(), new HaproxyConfig.Ports(8080, 8443)))
        .isEqualTo(Golden.text("two-apps.cfg"));
  }

  @Test
  void onlyTheVariantForAReloadCarriesAddresses() {
    String live =
        HaproxyConfig.render(
            twoApps(),
            PORTS,
            ShownCertificates.NONE,
            "any",
            Map.of("stead-x-shop-web-1", "10.1.2.3"));
    assertThat(live).contains("stead-x-shop-web-1:80 init-addr 10.1.2.3,none\n");
    assertThat(render(twoApps(), PORTS)).doesNotContain(":80 init-addr");
  }

  @Test
  void anOldWorkerIsGivenAsLongAsTheMostPatientAppWasPromised() {
    Table patient = table("blog", Duration.ofHours(3));
    assertThat(render(patient, PORTS)).contains("hard-stop-after 10860s\n");
    assertThat(render(table("blog", Duration.ofSeconds(5)), PORTS))
        .contains("hard-stop-after 1800s\n");
  }

  @Test
  void browsersAreToldToStayWithHttpsWhereTheyTrustTheCertificateUnlessTheOwnerSaysNo() {
    String said = "  http-after-response set-header Strict-Transport-Security";
    assertThat(trusted(null, "blog.test"))
        .contains(
            said
                + " \"max-age=15768000\" if { var(txn.host) -m str blog.test }"
                + " !{ res.hdr(strict-transport-security) -m found }\n");
    assertThat(trusted(null, "other.test")).doesNotContain(said);
    assertThat(trusted(false, "blog.test")).doesNotContain(said);
    assertThat(trusted(true, "other.test")).contains(said + " \"max-age=15768000\"\n");
  }

  private static String trusted(@Nullable Boolean hsts, String host) {
    ShownCertificates none = ShownCertificates.NONE;
    ShownCertificates shown =
        new ShownCertificates(
            none.files(),
            none.digests(),
            none.bare(),
            none.plain(),
            new TreeSet<>(Set.of(host)),
            "");
    Treatment treatment = new Treatment(RouteOptions.NONE, Map.of(), hsts, null, null);
    Route route = TestGateway.route("blog", List.of("blog.test"), "/", "c");
    Table table =
        Table.EMPTY.with("blog", List.of(TestGateway.treated(route, treatment)), Set.of("net"));
    return HaproxyConfig.render(table, PORTS, shown, "any", Map.of());
  }

  @Test
  void onlyCertificatesThatAreNewAreLoadedForACheck() {
    String one = "# 1\n/a.pem a.test\n";
    String two = "# 2\n/b.pem b.test\n";
    assertThat(ShownCertificates.unknown(one + two, one)).isEqualTo(two);
    assertThat(ShownCertificates.unknown(one + two.replace('2', '3'), one + two))
        .isEqualTo("# 3\n/b.pem b.test\n");
    assertThat(ShownCertificates.unknown(one, "")).isEqualTo(one);
    assertThat(ShownCertificates.unknown("", one)).isEmpty();
  }

  @Test
  void theMapLeadsFromHostsAndPathsToBackends() {
    assertThat(RouteMap.render(twoApps())).isEqualTo(Golden.text("two-apps.map"));
  }

  private static String render(Table table, HaproxyConfig.Ports ports) {
    return HaproxyConfig.render(table, ports, ShownCertificates.NONE, "0123456789abcdef", Map.of());
  }

  private static Table table(String app, Duration drain) {
    Route route = new Route(app, "web", List.of(app + ".test"), "/", 80, List.of("c"), drain);
    return Table.EMPTY.with(app, List.of(route), Set.of("net"));
  }

  private static Table twoApps() {
    Duration drain = Duration.ofSeconds(30);
    return Table.EMPTY
        .with(
            "shop",
            List.of(
                new Route(
                    "shop",
                    "web",
                    List.of("shop.test", "2001:DB8::1", "192.0.2.1"),
                    "/",
                    80,
                    List.of("stead-x-shop-web-1"),
                    drain)),
            Set.of("stead-x-shop"))
        .with(
            "blog",
            List.of(
                new Route(
                    "blog",
                    "web",
                    List.of("blog.test", "www.blog.test"),
                    "/",
                    8080,
                    List.of("stead-x-blog-web-1", "stead-x-blog-web-2"),
                    drain),
                new Route(
                    "blog",
                    "api",
                    List.of("blog.test"),
                    "/api",
                    9000,
                    List.of("stead-x-blog-api-1"),
                    drain)),
            Set.of("stead-x-blog"));
  }
}
