package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.app.AcmeSettings.Challenge;
import steading.problem.Problem;
import steading.problem.Problems;

class TlsSettingsTest {
  @TempDir Path home;

  private final Problems problems = new Problems();

  private TlsSettings read(String text) throws IOException {
    Files.writeString(home.resolve("steading.yaml"), text);
    return HomeSettings.read(home, Map.of(), problems).tls();
  }

  private List<String> said() {
    return problems.list().stream().map(Problem::text).toList();
  }

  @Test
  void withNothingSaidTheInternalAuthorityServesAll() throws IOException {
    assertThat(read("")).isEqualTo(TlsSettings.DEFAULT);
    assertThat(TlsSettings.DEFAULT.fallback()).isEqualTo(Tls.INTERNAL);
  }

  @Test
  void anAppsOwnChoiceGoesBeforeTheInstallations() throws IOException {
    TlsSettings settings = read("tls: acme\n");
    App app = AppFile.parse("shop", "recipe: shop\nversion: '1'\n");
    assertThat(settings.of(app)).isEqualTo(Tls.ACME);
    assertThat(settings.of(app.withTls(Tls.FILES))).isEqualTo(Tls.FILES);
    assertThat(AppFile.parse("shop", AppFile.text(app.withTls(Tls.OFF))).tls()).isEqualTo(Tls.OFF);
  }

  @Test
  void anAuthorityIsKnownByNameOrByItsAddress() throws IOException {
    assertThat(read("tls: acme\nacme:\n  ca: letsencrypt-staging\n").acme().directory())
        .hasToString("https://acme-staging-v02.api.letsencrypt.org/directory");
    assertThat(read("acme: {ca: 'https://ca.example.org/dir'}\n").acme().everywhere()).isFalse();
    assertThat(said()).isEmpty();
  }

  @Test
  void updatesOfDnsNeedAServer() throws IOException {
    AcmeSettings acme =
        read("""
        acme:
          challenge: dns-01
          wildcards: ["*.example.org"]
          dns: {server: 192.0.2.53, key: steading, algorithm: HMAC-SHA512}
        """)
            .acme();
    assertThat(said()).isEmpty();
    assertThat(acme.challenge()).isEqualTo(Challenge.DNS);
    assertThat(acme.certificateName("shop.example.org")).isEqualTo("*.example.org");
    assertThat(acme.certificateName("a.shop.example.org")).isEqualTo("a.shop.example.org");
    assertThat(acme.dns()).isNotNull();
  }

  @Test
  void everyMistakeIsSaidWithItsPlace() throws IOException {
    read(
        """
        tls: acne
        acme:
          ca: letsencript
          email: nobody
          challenge: http-02
          wildcards: ["example.org"]
          root: nowhere.pem
          validation-port: 0
          hook: [nowhere]
          colour: red
        """);
    assertThat(said())
        .anySatisfy(text -> assertThat(text).contains("steading.yaml:1:6", "acne", "acme"))
        .anySatisfy(text -> assertThat(text).contains("3:7", "letsencript", "letsencrypt"))
        .anySatisfy(text -> assertThat(text).contains("4:10", "no", "e-mail address"))
        .anySatisfy(text -> assertThat(text).contains("http-02", "http-01 or dns-01"))
        .anySatisfy(text -> assertThat(text).contains("is not a wildcard"))
        .anySatisfy(text -> assertThat(text).contains("nowhere.pem is not a file"))
        .anySatisfy(text -> assertThat(text).contains("0 is not a port"))
        .anySatisfy(text -> assertThat(text).contains("nowhere is not a program"))
        .anySatisfy(text -> assertThat(text).contains("colour"))
        .hasSize(9);
  }

  @Test
  void wildcardsNeedDnsAndDnsNeedsAWayToWriteRecords() throws IOException {
    read("acme: {wildcards: ['*.example.org']}\n");
    assertThat(said()).anySatisfy(text -> assertThat(text).contains("set challenge: dns-01"));
    read("acme: {challenge: dns-01}\n");
    assertThat(said()).anySatisfy(text -> assertThat(text).contains("how records are written"));
  }
}
