package steading.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "Blog.Test, blog.test",
    "192.0.2.1, 192.0.2.1",
    "[2001:DB8:0:0:0:0:0:1], 2001:db8::1",
    "::1, ::1",
    "::, ::",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "fe80::, fe80::"
  })
  void everyHostHasOneSpelling(String written, String canonical) {
    assertThat(IpAddress.canonical(written)).isEqualTo(canonical);
  }
}
