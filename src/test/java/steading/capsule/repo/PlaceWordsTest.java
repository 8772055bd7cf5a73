package steading.capsule.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.problem.ProblemException;

class PlaceWordsTest {
  @ParameterizedTest
  @CsvSource({
    "s3, https://s3.example.org/b, s3:https://s3.example.org/b",
    "s3, http://10.0.0.1:9000/b/one/two/, s3:http://10.0.0.1:9000/b/one/two",
    "s3, s3://b/one, s3:https://s3.amazonaws.com/b/one",
    "azure, acct/box, rclone:azure:box",
    "azure, https://acct.blob.core.windows.net/box/one, rclone:azure:box/one",
    "sftp, me@nas:/srv/stead, sftp://me@nas:22//srv/stead",
    "sftp, me@nas:stead, sftp://me@nas:22/stead",
    "sftp, sftp://me@nas:2222/srv/stead, sftp://me@nas:2222//srv/stead",
    "sftp, me@[::1]:/srv, sftp://me@[::1]:22//srv",
    "rest, https://b.example.org:8000/one, rest:https://b.example.org:8000/one/",
    "local, /srv/backup, /repository"
  })
  void aPlaceBecomesWhatResticCallsIt(String kind, String words, String location) {
    Place place = PlaceWords.read(kind, words, null);
    Repository repository =
        new Repository("r", place, Map.of(Repository.PASSWORD, "p"), Terms.USUAL);

    assertThat(repository.access().location()).isEqualTo(location);
  }

  @ParameterizedTest
  @CsvSource({
    "s3, https://s3.example.org",
    "s3, https://s3.example.org/b/../c",
    "s3, 'https://s3.example.org/b/x\" -o evil'",
    "azure, justaname",
    "sftp, nas:/srv",
    "sftp, 'me@nas:/srv/a b'",
    "sftp, 'me@-oProxyCommand=x:/srv'",
    "sftp, sftp://me@nas:99999/srv",
    "rest, ftp://b.example.org/",
    "rest, https://me:secret@b.example.org/",
    "local, relative",
    "tape, /dev/st0"
  })
  void whatIsNoPlaceIsRefusedAndTheSecretInItNotRepeated(String kind, String words) {
    assertThatThrownBy(() -> PlaceWords.read(kind, words, null))
        .isInstanceOf(ProblemException.class)
        .message()
        .doesNotContain("secret@");
  }

  @Test
  void credentialsAreInNoArgumentAndNoVariableThatTheEngineShows() {
    for (String kind : List.of(S3.KIND, Azure.KIND, Sftp.KIND, Rest.KIND)) {
      String words =
          switch (kind) {
            case S3.KIND -> "s3://bucket";
            case Azure.KIND -> "acct/box";
            case Sftp.KIND -> "me@nas:/srv";
            default -> "https://b.example.org/";
          };
      Map<String, String> secrets = new HashMap<>();
      PlaceWords.credentials(kind)
          .forEach(each -> secrets.put(each.name(), "SECRET" + each.name()));
      Access access = PlaceWords.read(kind, words, null).access(secrets);

      assertThat(access.location() + access.options() + access.environment() + access.flags())
          .doesNotContain("SECRET");
      assertThat(access.files().toString()).doesNotContain("SECRET");
      assertThat(access.files().size() + access.secrets().size()).isPositive();
    }
  }
}
