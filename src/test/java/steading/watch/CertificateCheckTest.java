package steading.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import steading.gateway.CertificateRow;

class CertificateCheckTest {
  private static CertificateRow row(String state, long days, String failure) {
    return new CertificateRow(
        "shop.example.org",
        "shop",
        "acme",
        "acme",
        "An authority",
        Instant.EPOCH,
        days,
        state,
        failure,
        null);
  }

  private static List<Finding> judge(CertificateRow row) {
    return CertificateCheck.judge(List.of(row), List.of("shop"));
  }

  @Test
  void aGoodCertificateIsOneLineForAll() {
    assertThat(judge(row("good", 60, null)))
        .singleElement()
        .satisfies(found -> assertThat(found.what()).isEqualTo("1 host has a certificate"));
  }

  @Test
  void aFailingRenewalWarnsAndOneThatComesToAnEndIsAnError() {
    assertThat(judge(row("failing", 25, "port 80 is closed")))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.level()).isEqualTo(Finding.Level.WARNING);
          assertThat(found.what()).contains("port 80 is closed");
          assertThat(found.fix()).contains("stead certs renew shop.example.org");
        });
    assertThat(judge(row("expiring", 9, "port 80 is closed")))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.level()).isEqualTo(Finding.Level.ERROR);
          assertThat(found.what()).contains("ends in 9 days");
        });
  }

  @Test
  void waitingForTheFirstOneIsNoTroubleUntilSomethingFails() {
    assertThat(judge(row("waiting", 80, null)))
        .singleElement()
        .satisfies(found -> assertThat(found.level()).isEqualTo(Finding.Level.OK));
    assertThat(judge(row("waiting", 80, "not known to DNS")))
        .singleElement()
        .satisfies(found -> assertThat(found.level()).isEqualTo(Finding.Level.WARNING));
  }
}
