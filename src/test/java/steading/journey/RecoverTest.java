package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine is lost; a repository elsewhere and a printed page are all that is left of it. */
@Tag("engine")
class RecoverTest {
  private static final String HOST = "hello.localhost";

  @TempDir private Path elsewhere;

  @Test
  void Promise_a_repository_and_the_kit_bring_everything_back_on_an_empty_machine()
      throws IOException {
    Path kit = elsewhere.resolve("kit.txt");
    List<String> uploads = new ArrayList<>();
    String password;
    String authority;
    try (Installation lost = Installation.fresh()) {
      lost.stead("repo", "add", "local", elsewhere.resolve("repository").toString()).ok();
      lost.stead("install", "hello", "--host", HOST, "--yes").ok();
      for (int i = 0; i < 3; i++) {
        Web.Answer answer = lost.web(HOST).postFile("/uploads", i + ".txt", "content " + i);
        uploads.add(new ObjectMapper().readTree(answer.body()).path("id").asText());
      }
      password = password(lost);
      authority = Files.readString(lost.home.resolve("gateway/ca/root.crt"));
      lost.stead("backup", "hello").ok();
      lost.stead("repo", "kit", "--output", kit.toString()).ok();
    }

    try (Installation empty = Installation.fresh()) {
      // Whoever looks around first has an installation of another id.
      empty.stead("ls").ok();
      Installation.Result recovered = empty.stead("recover", "local", "--kit", kit.toString()).ok();

      System.err.println("recover: 1 app in " + recovered.took().toSeconds() + " s");
      assertThat(recovered.out()).contains("hello", "recovered");
      for (int i = 0; i < uploads.size(); i++) {
        assertThat(empty.web(HOST).get("/uploads/" + uploads.get(i)).body())
            .isEqualTo("content " + i);
      }
      assertThat(password(empty)).isEqualTo(password);
      assertThat(empty.home.resolve("gateway/ca/root.crt")).hasContent(authority);
      assertThat(Files.getPosixFilePermissions(empty.home.resolve("gateway/ca/root.key")))
          .hasToString("[OWNER_READ, OWNER_WRITE]");
      assertThat(empty.stead("plan").code()).isZero();
      assertThat(empty.stead("backups", "hello").ok().out()).contains("whole");

      assertThat(empty.stead("recover", "local", "--kit", kit.toString()).ok().out())
          .contains("hello", "there");
    }
  }

  @Test
  void a_home_with_apps_of_its_own_is_no_empty_machine() throws IOException {
    Path kit = elsewhere.resolve("kit.txt");
    Files.writeString(
        kit,
        """
        steading-kit: 1
        home: abc123
        repositories:
          - {name: local, kind: local, directory: /nowhere, password: secret}
        """);
    try (Installation stead = Installation.fresh()) {
      stead.stead("install", "hello", "--host", HOST, "--no-apply").ok();

      Installation.Result refused = stead.stead("recover", "local", "--kit", kit.toString());

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("another installation's", "--home DIR");
      assertThat(stead.stead("ls").ok().out()).contains("hello");
    }
  }

  private static String password(Installation stead) throws IOException {
    return new ObjectMapper()
        .readTree(stead.stead("info", "hello", "--secrets", "--json").ok().out())
        .path("admin")
        .path("password")
        .asText();
  }
}
