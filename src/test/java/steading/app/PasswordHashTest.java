package steading.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashTest {
  /** What crypt(3) of the C library says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hello world!|saltstring|5000|5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|0123456789abcdef|1000|RbY3XRfNETl7BhCwjiddwNphl5hjiZig.CeKP6Rxp13
          ä€|abc|1000|m3RPRBhLhb8ZiWoKC/qvNQOOS/wVGVP0/xMyaXn5nED
          """)
  void theHashIsCryptsOwn(String password, String salt, int rounds, String hash) {
    assertThat(PasswordHash.of(password, salt, rounds))
        .isEqualTo("$5$rounds=" + rounds + "$" + salt + "$" + hash);
  }
}
