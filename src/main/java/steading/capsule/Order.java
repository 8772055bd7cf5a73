package steading.capsule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.problem.Problem;

/**
 * What an operation with capsules was asked for, as the journal keeps it: a daemon that starts
 * after a crash goes on from this alone.
 *
 * @param capsule to be made, or to be restored from
 * @param repository its name
 * @param safety the capsule that is made before anything is destroyed; empty where nothing is
 * @param source the app that the capsule is of
 * @param hosts of the new app; empty when the app stays what it was
 * @param held whether the new app is held, with secrets of its own
 * @param occasion of a capsule that is to be made; null in orders of earlier releases
 * @param part what alone is restored; empty for everything
 */
record Order(
    String capsule,
    String repository,
    String safety,
    String source,
    List<String> hosts,
    boolean held,
    @Nullable Occasion occasion,
    @Nullable String part) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Order {
    hosts = List.copyOf(hosts);
    // A journal may hold orders of a release that knew no parts.
    part = part == null ? "" : part;
  }

  static Order backup(String app, String capsule, String repository, Occasion occasion) {
    return new Order(capsule, repository, "", app, List.of(), false, occasion, "");
  }

  @Override
  public String part() {
    return Objects.requireNonNullElse(part, "");
  }

  Occasion because() {
    return occasion == null ? Occasion.HAND : occasion;
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order is always JSON", e);
    }
  }

  static Order read(String text) {
    try {
      return JSON.readValue(text, Order.class);
    } catch (IOException e) {
      throw Problem.failed(
              "state.unusable", "the journal holds an order that cannot be read", "do it again")
          .because(e.getMessage())
          .raise();
    }
  }
}
