package steading.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.app.Tls;
import steading.plan.Route;
import steading.plan.Treatment;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** The table on disk, as JSON. */
final class TableFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .registerModule(durations());

  private final Path file;

  private static SimpleModule durations() {
    return new SimpleModule()
        .addSerializer(Duration.class, ToStringSerializer.instance)
        .addDeserializer(
            Duration.class,
            new JsonDeserializer<Duration>() {
              @Override
              public Duration deserialize(JsonParser parser, DeserializationContext context)
                  throws IOException {
                return Duration.parse(parser.getText());
              }
            });
  }

  TableFile(Path file) {
    this.file = file;
  }

  private record StoredRoute(
      String service,
      List<String> hosts,
      String path,
      int port,
      List<String> targets,
      String drain,
      @Nullable String tls,
      @Nullable Treatment treatment) {
    static StoredRoute of(Route route) {
      return new StoredRoute(
          route.service(),
          route.hosts(),
          route.path(),
          route.port(),
          route.targets(),
          route.drain().toString(),
          route.tls().word(),
          route.treatment().equals(Treatment.PLAIN) ? null : route.treatment());
    }

    Route route(String app) {
      return new Route(
          app,
          service,
          hosts,
          path,
          port,
          targets,
          Duration.parse(drain),
          mode(),
          Objects.requireNonNullElse(treatment, Treatment.PLAIN));
    }

    /** Tables of earlier versions say nothing. */
    private Tls mode() {
      return tls == null ? Tls.INTERNAL : Tls.of(tls).orElseThrow();
    }
  }

  private record StoredEntry(List<StoredRoute> routes, SortedSet<String> networks) {}

  private record Stored(SortedMap<String, StoredEntry> apps) {}

  Table load() {
    try {
      Optional<String> text = Durable.read(file);
      return text.isEmpty() ? Table.EMPTY : table(JSON.readValue(text.get(), Stored.class));
    } catch (IOException | RuntimeException e) {
      throw new ProblemException(
          Problem.failed(
                  "gateway.table-unreadable",
                  "The gateway's table " + file + " cannot be read",
                  "move the file away and apply every app again: that writes a new one")
              .because(String.valueOf(e.getMessage())));
    }
  }

  void save(Table table) throws IOException {
    SortedMap<String, StoredEntry> apps = new TreeMap<>();
    table
        .apps()
        .forEach((app, entry) ->
            apps.put(
                app,
                new StoredEntry(
                    entry.routes().stream().map(StoredRoute::of).toList(), entry.networks())));
    Durable.write(file, JSON.writeValueAsString(new Stored(apps)) + "\n");
  }

  private static Table table(Stored stored) {
    SortedMap<String, Table.Entry> apps = new TreeMap<>();
    stored
        .apps()
        .forEach((app, entry) ->
            apps.put(
                app,
                new Table.Entry(
                    entry.routes().stream().map(route -> route.route(app)).toList(),
                    entry.networks())));
    return new Table(apps);
  }
}
