package steading.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be named as a part of an app, and what of a stranger's capsule is not believed. */
class PartTest {
  @Test
  void a_path_begins_with_its_volume_and_stays_in_it() {
    Part part = Part.path("uploads/2026//a [b]*.txt");

    assertThat(part.name()).isEqualTo("uploads");
    assertThat(part.inner()).isEqualTo("2026/a [b]*.txt");
    assertThat(part.pattern()).isEqualTo("/2026/a \\[b\\]\\*.txt");
    assertThat(Part.read(part.text())).isEqualTo(part);
    for (String wrong :
        List.of("uploads", "/etc/passwd", "uploads/", "uploads/../../etc", "uploads/a/..")) {
      assertThatThrownBy(() -> Part.path(wrong)).as(wrong).hasMessageContaining("is no path");
    }
  }

  @Test
  void a_database_is_a_service_or_one_of_its_databases() {
    assertThat(Part.database("db")).isEqualTo(new Part(Part.Kind.DATABASE, "db", ""));
    assertThat(Part.database("db/shop")).isEqualTo(new Part(Part.Kind.DATABASE, "db", "shop"));
    assertThat(Part.read(Part.database("db").text()).shown()).isEqualTo("database db");
    assertThat(Part.volume("uploads").shown()).isEqualTo("volume uploads");
  }

  @Test
  void an_order_of_a_release_that_knew_no_parts_is_for_everything() {
    Order order =
        Order.read(
            "{\"capsule\":\"c\",\"repository\":\"r\",\"safety\":\"\",\"source\":\"a\","
                + "\"hosts\":[],\"held\":false}");
    assertThat(order.part()).isEmpty();
  }

  @Test
  void a_link_among_a_strangers_settings_is_refused(@TempDir Path directory) throws Exception {
    Path overlays = Files.createDirectories(directory.resolve("app/overlays"));
    Files.writeString(overlays.resolve("fine.cfg"), "x");
    Customs.refuseLinks(directory);

    Files.createSymbolicLink(overlays.resolve("leak.cfg"), Path.of("/etc/shadow"));

    assertThatThrownBy(() -> Customs.refuseLinks(directory))
        .hasMessageContaining("app/overlays/leak.cfg");
  }
}
