package steading.compose.schema;

import static steading.compose.schema.Parts.BOOL;
import static steading.compose.schema.Parts.INTEGER;
import static steading.compose.schema.Parts.OPTIONS;
import static steading.compose.schema.Parts.PAIRS;
import static steading.compose.schema.Parts.TEXT;
import static steading.compose.schema.Parts.TEXTS;
import static steading.compose.schema.Shape.Trait.IN_JSON;
import static steading.compose.schema.Shape.Trait.KEPT;
import static steading.compose.schema.Shape.Trait.REQUIRED;
import static steading.compose.schema.Shape.Trait.SILENT;
import static steading.compose.schema.Shape.Trait.SLIGHT;
import static steading.compose.schema.Shape.key;
import static steading.compose.schema.Shape.keys;
import static steading.compose.schema.Shape.list;
import static steading.compose.schema.Shape.map;

/** The project and what services share; the service itself is in {@link ServiceShapes}. */
public final class Shapes {
  private static final Shape POOL =
      keys(
          key("subnet", TEXT),
          key("ip_range", TEXT),
          key("gateway", TEXT),
          key("aux_addresses", map(TEXT)));

  private static final Shape IPAM =
      keys(key("driver", TEXT), key("config", list(POOL)), key("options", map(TEXT), SILENT));

  static final Shape NETWORK =
      keys(
          key("name", TEXT),
          key("driver", TEXT),
          key("driver_opts", OPTIONS),
          key("ipam", IPAM, SLIGHT, IN_JSON),
          key("external", BOOL),
          key("internal", BOOL),
          key("attachable", BOOL),
          key("labels", PAIRS),
          key("enable_ipv4", BOOL, KEPT),
          key("enable_ipv6", BOOL, KEPT));

  static final Shape VOLUME =
      keys(
          key("name", TEXT),
          key("driver", TEXT),
          key("driver_opts", OPTIONS),
          key("external", BOOL),
          key("labels", PAIRS));

  static final Shape SECRET =
      keys(
          key("name", TEXT),
          key("environment", TEXT),
          key("file", TEXT),
          key("external", BOOL),
          key("labels", PAIRS),
          key("driver", TEXT),
          key("driver_opts", OPTIONS),
          key("template_driver", TEXT));

  static final Shape CONFIG =
      keys(
          key("name", TEXT),
          key("content", TEXT),
          key("environment", TEXT),
          key("file", TEXT),
          key("external", BOOL),
          key("labels", PAIRS),
          key("template_driver", TEXT));

  private static final Shape MODEL =
      keys(
          key("name", TEXT),
          key("model", TEXT, REQUIRED),
          key("context_size", INTEGER),
          key("runtime_flags", TEXTS));

  /** A whole project. */
  public static final Shape.Keys PROJECT =
      keys(
          key("version", TEXT, SILENT),
          key("name", TEXT),
          key("services", Parts.named(ServiceShapes.SERVICE, false), IN_JSON, KEPT),
          key("networks", Parts.named(NETWORK, true)),
          key("volumes", Parts.named(VOLUME, true)),
          key("secrets", Parts.named(SECRET, false)),
          key("configs", Parts.named(CONFIG, false)),
          key("models", Parts.named(MODEL, false)));

  /** One entry of {@code include}. */
  public static final Shape INCLUDE =
      Shape.closed(
          key("path", TEXTS, REQUIRED), key("env_file", TEXTS), key("project_directory", TEXT));

  /** What {@code extends} says. */
  public static final Shape EXTENDS = Parts.EXTENDS;

  private Shapes() {}
}
