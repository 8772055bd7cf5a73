package steading.capsule.database;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * RabbitMQ: its definitions (accounts, virtual hosts, queues, exchanges, bindings, policies).
 * Messages on their way are not among them.
 */
public final class RabbitMq implements DatabaseTool {
  private static final String FILE = "definitions.json";

  private final Inside inside;
  private final String service;

  public RabbitMq(Inside inside, String service) {
    this.inside = inside;
    this.service = service;
  }

  @Override
  public Dump dump(Path directory, Consumer<String> say) {
    Path file = directory.resolve(FILE);
    long bytes = inside.into(file, "rabbitmqctl", "-q", "export_definitions", "-");
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!text.startsWith("{") || !text.endsWith("}")) {
        throw Inside.failed(
                inside.target() + ": the definitions are not whole",
                text.isEmpty() ? "They are empty" : "They break off")
            .raise();
      }
    } catch (java.io.IOException e) {
      throw Inside.unwritable(file, e);
    }
    String version = inside.text("rabbitmqctl", "-q", "version").strip();
    return new Dump(
        service,
        "rabbitmq",
        version,
        "",
        List.of(new Dump.Part("definitions", FILE, bytes, Map.of())));
  }

  @Override
  public List<String> load(Dump dump, Path directory, Consumer<String> say) {
    inside.text("rabbitmqctl", "-q", "await_startup", "--timeout", "120");
    for (Dump.Part part : dump.files()) {
      String[] command = {"rabbitmqctl", "-q", "import_definitions", "--format", "json"};
      inside.refuse(inside.from(directory.resolve(part.file()), Map.of(), command), command);
    }
    return List.of();
  }
}
