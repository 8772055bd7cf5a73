package steading.capsule.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InsertCountTest {
  private static final String DUMP =
      """
      -- MariaDB dump
      USE `shop`;
      CREATE TABLE `order` (`id` int);
      INSERT INTO `order` VALUES
      (1,'a (quoted) paren; and a quote \\' here'),
      (2,'two'),
      (3,'');
      INSERT INTO `order` VALUES (4,NULL),(5,'INSERT INTO `x` VALUES (9)');
      CREATE TABLE `empty` (`id` int);
      USE `blog`;
      INSERT INTO `order` VALUES (1,_binary '\\\\');
      INSERT INTO `post` VALUES (1,0xCAFE),(2,0x00);
      -- Dump completed on 2026-01-01
      """;

  @Test
  void rows_are_counted_by_table_whatever_stands_in_them() {
    InsertCount count = new InsertCount();

    byte[] bytes = DUMP.getBytes(StandardCharsets.UTF_8);
    // In pieces that end anywhere.
    for (int i = 0; i < bytes.length; i += 7) {
      count.write(bytes, i, Math.min(7, bytes.length - i));
    }

    assertThat(count.rows()).isEqualTo(Map.of("shop.order", 5L, "blog.order", 1L, "blog.post", 2L));
    assertThat(count.end()).contains("-- Dump completed");
  }

  @Test
  void a_dump_that_breaks_off_does_not_end_as_it_should() {
    InsertCount count = new InsertCount();

    count.write(DUMP.getBytes(StandardCharsets.UTF_8), 0, 200);

    assertThat(count.end()).doesNotContain("-- Dump completed");
  }
}
