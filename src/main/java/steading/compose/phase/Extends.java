package steading.compose.phase;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.compose.schema.Shapes;
import steading.compose.schema.Validator;
import steading.compose.yaml.Node;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problems;

/** Lays every service that extends another over that one, chains from the far end. */
final class Extends {
  private static final int LONGEST = 100;
  private static final int SHOWN = 10;

  private final Context context;
  private final Problems problems;
  private final Path directory;
  private final Map<Path, Node.Mapping> files = new HashMap<>();
  private final Map<Link, Node> known = new HashMap<>();

  /**
   * @param directory against which the files that are extended are named
   */
  Extends(Context context, Path directory) {
    this.context = context;
    this.problems = context.problems();
    this.directory = directory;
  }

  /**
   * A service with where it is.
   *
   * @param file null for the file in which all begins
   */
  private record Link(@Nullable Path file, String service) {
    @Override
    public String toString() {
      return file == null ? service : service + " (" + file.getFileName() + ")";
    }
  }

  Node apply(Node document) {
    if (!(document instanceof Node.Mapping mapping)
        || !(mapping.get("services") instanceof Node.Mapping services)) {
      return document;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    services
        .entries()
        .forEach((name, entry) ->
            entries.put(
                name, Edit.with(entry, service(new Link(null, name), entry, services, List.of()))));
    // What is refused for its size is not looked at any further.
    return context.reads().tooMuch()
        ? Edit.without(mapping, "services")
        : Edit.put(mapping, "services", new Node.Mapping(services.place(), entries));
  }

  private Node service(Link link, Node.Entry entry, Node.Mapping siblings, List<Link> chain) {
    Node found = known.get(link);
    if (found == null) {
      found = extended(link, entry, siblings, chain);
      known.put(link, found);
    }
    return found;
  }

  private Node extended(Link link, Node.Entry entry, Node.Mapping siblings, List<Link> chain) {
    if (!(entry.value() instanceof Node.Mapping service) || service.get("extends") == null) {
      return entry.value();
    }
    Node said = service.get("extends");
    Node.Mapping own = Edit.without(service, "extends");
    Problems wrong = new Problems();
    new Validator(wrong, context.filling()).check(said, Shapes.EXTENDS);
    if (!(said instanceof Node.Mapping extension) || wrong.any()) {
      wrong.list().forEach(problems::add);
      return own;
    }
    List<Link> longer = new ArrayList<>(chain);
    longer.add(link);
    if (chain.contains(link) || chain.size() > LONGEST) {
      endless(said.place(), longer);
      return own;
    }
    Node base = base(link, extension, siblings, longer);
    return base != null && context.reads().grows(base, problems)
        ? new Merge(problems).service(base, own)
        : own;
  }

  private void endless(Place place, List<Link> chain) {
    boolean circle = chain.indexOf(chain.getLast()) < chain.size() - 1;
    String shown =
        String.join(" → ", chain.stream().limit(SHOWN).map(Link::toString).toList())
            + (chain.size() > SHOWN ? " → …" : "");
    problems.at(
        place,
        circle ? "compose.extends-cycle" : "compose.extends-too-long",
        circle
            ? "services extend each other: " + shown
            : "more than " + LONGEST + " services extend one another: " + shown,
        "remove one of these extends");
  }

  private @Nullable Node base(
      Link link, Node.Mapping extension, Node.Mapping siblings, List<Link> chain) {
    String name = String.valueOf(Edit.text(extension, "service"));
    String file = Edit.text(extension, "file");
    Path path = link.file();
    Node.Mapping services = siblings;
    Node named = extension.get("service");
    Place place = named == null ? extension.place() : named.place();
    if (file != null) {
      path = Paths.local(extension, "file", directory, context);
      Node.Mapping read = path == null ? null : read(path, place(extension));
      if (read == null) {
        return null;
      }
      services = read;
    }
    Node.Entry base = services.entries().get(name);
    if (base == null) {
      problems.at(
          place,
          "compose.undefined",
          "the service \"" + name + "\" is not defined" + (file == null ? "" : " in " + file),
          Nearest.hint(name, services.entries().keySet(), "define it"));
      return null;
    }
    return service(new Link(path, name), base, services, chain);
  }

  private static Place place(Node.Mapping extension) {
    Node file = extension.get("file");
    return file == null ? extension.place() : file.place();
  }

  /** The services of another file, its paths resolved against its own directory. */
  private Node.@Nullable Mapping read(Path file, Place place) {
    Node.Mapping known = files.get(file);
    if (known != null) {
      return known;
    }
    Node merged = null;
    for (Node document : context.documents(file, place)) {
      merged = new Merge(problems).merge(merged, document);
    }
    if (merged == null) {
      return null;
    }
    Path parent = file.getParent();
    Node resolved = new Paths(context, parent == null ? file : parent).resolve(merged);
    Node.Mapping services =
        resolved instanceof Node.Mapping mapping
            ? Edit.section(mapping, "services")
            : new Node.Mapping(place, Map.of());
    files.put(file, services);
    return services;
  }
}
