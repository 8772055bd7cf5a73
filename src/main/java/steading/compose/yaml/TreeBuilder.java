package steading.compose.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import steading.problem.Place;
import steading.problem.Problems;

/** Turns the parser's events into nodes within a budget, resolving aliases and merge keys. */
final class TreeBuilder {
  static final int MAX_DEPTH = 100;
  static final int MAX_NODES = 50_000;

  /** Long texts are charged as several nodes, so that aliases cannot multiply them for nothing. */
  private static final int CHARACTERS_PER_NODE = 64;

  private final String file;
  private final String text;
  private final Problems problems;
  private final ParserImpl events;
  private final Map<Anchor, Built> anchors = new HashMap<>();
  private int nodes;

  /**
   * A finished node with what its expansion costs, so that an alias to it can be charged in full.
   */
  private record Built(Node node, int size, int height, @Nullable String tag) {}

  /** Ends the reading of a file that is beyond repair. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String code;
    private final String fix;

    Refused(Place place, String code, String what, String fix) {
      super(what, null, false, false);
      this.place = place;
      this.code = code;
      this.fix = fix;
    }
  }

  TreeBuilder(String file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(Integer.MAX_VALUE).build();
    this.events = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /** The documents of the text; none after a problem that is beyond repair. */
  List<Node> build() {
    try {
      return documents();
    } catch (Refused e) {
      problems.at(e.place, e.code, String.valueOf(e.getMessage()), e.fix);
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(this::place).orElse(Place.of(file));
      syntax(
          place, e.getContext() == null ? e.getProblem() : e.getProblem() + " " + e.getContext());
    } catch (ReaderException e) {
      int read = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
      syntax(Yaml.end(file, text.substring(0, read)), "a control character is not allowed here");
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      syntax(Place.of(file), String.valueOf(e.getMessage()));
    }
    return List.of();
  }

  private void syntax(Place place, @Nullable String what) {
    String reason = what == null ? "the text cannot be parsed" : what.strip();
    problems.at(
        place,
        "yaml.syntax",
        "not valid YAML: " + reason,
        "check indentation, quotes and brackets at this place");
  }

  private List<Node> documents() {
    List<Node> documents = new ArrayList<>();
    events.next();
    while (!events.checkEvent(Event.ID.StreamEnd)) {
      events.next();
      anchors.clear();
      Built root = node(1);
      rejectTag(root);
      documents.add(root.node());
      events.next();
    }
    return documents.isEmpty()
        ? List.of(new Node.Scalar(new Place(file, 1, 1), "", true))
        : documents;
  }

  private Built node(int depth) {
    Event event = events.next();
    charge(event, 1, depth);
    Built built =
        switch (event) {
          case AliasEvent alias -> alias(alias, depth);
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> sequence(start, depth);
          case MappingStartEvent start -> mapping(start, depth);
          default -> throw new IllegalArgumentException("unexpected " + event.getEventId());
        };
    if (!(event instanceof AliasEvent) && event instanceof NodeEvent anchored) {
      anchored.getAnchor().ifPresent(anchor -> anchors.put(anchor, built));
    }
    return built;
  }

  private void charge(Event event, int more, int depth) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new Refused(
          place(event),
          "yaml.too-many-values",
          "the file unfolds to more than " + MAX_NODES + " values",
          "use fewer aliases, or split the file");
    }
    if (depth > MAX_DEPTH) {
      throw new Refused(
          place(event),
          "yaml.too-deep",
          "values are nested more than " + MAX_DEPTH + " levels deep",
          "flatten the file");
    }
  }

  private Built alias(AliasEvent event, int depth) {
    Built target = anchors.get(event.getAlias());
    if (target == null) {
      throw new Refused(
          place(event),
          "yaml.unknown-alias",
          "no anchor &" + event.getAlias().getValue() + " is complete before this alias",
          "define the anchor above, outside the value that uses it");
    }
    charge(event, target.size(), depth + target.height());
    return target;
  }

  private Built scalar(ScalarEvent event) {
    String tag = event.getTag().orElse("");
    int size = 1 + event.getValue().length() / CHARACTERS_PER_NODE;
    charge(event, size - 1, 0);
    boolean plain = event.isPlain() && !tag.endsWith(":str") && !tag.equals("!");
    return new Built(
        new Node.Scalar(place(event), event.getValue(), plain),
        size,
        0,
        mark(event.getTag(), event));
  }

  private Built sequence(CollectionStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    int before = nodes;
    int height = 0;
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      Built item = node(depth + 1);
      rejectTag(item);
      items.add(item.node());
      height = Math.max(height, item.height() + 1);
    }
    events.next();
    return new Built(
        new Node.Sequence(place(start), items),
        nodes - before + 1,
        height,
        mark(start.getTag(), start));
  }

  private Built mapping(CollectionStartEvent start, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    List<Node> merged = new ArrayList<>();
    int before = nodes;
    int height = 0;
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Node.Scalar key = key(depth + 1);
      Built value = node(depth + 1);
      height = Math.max(height, value.height() + 1);
      if (key.plain() && key.text().equals("<<")) {
        merged.add(value.node());
        continue;
      }
      Node.Entry earlier =
          entries.putIfAbsent(key.text(), new Node.Entry(key.place(), value.node(), value.tag()));
      if (earlier != null) {
        duplicate(key, earlier);
      }
    }
    events.next();
    merged.forEach(node -> MergeKey.into(entries, node, problems));
    return new Built(
        new Node.Mapping(place(start), entries),
        nodes - before + 1,
        height,
        mark(start.getTag(), start));
  }

  private Node.Scalar key(int depth) {
    Event event = events.peekEvent();
    Built built = node(depth);
    if (built.node() instanceof Node.Scalar scalar && !scalar.isNull()) {
      rejectTag(built);
      return new Node.Scalar(place(event), scalar.text(), scalar.plain());
    }
    throw new Refused(
        place(event),
        "yaml.key",
        "a key must be a single word or text",
        "write key: value; put quotes around braces");
  }

  private void duplicate(Node.Scalar key, Node.Entry earlier) {
    problems.at(
        key.place(),
        "yaml.duplicate-key",
        "the key \"" + key.text() + "\" stands already in line " + earlier.keyPlace().line(),
        "remove one of the two");
  }

  private @Nullable String mark(Optional<String> tag, Event event) {
    return switch (tag.orElse("!")) {
      case "!" -> null;
      case "!reset", "!override" -> tag.get();
      case "tag:yaml.org,2002:str",
          "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null",
          "tag:yaml.org,2002:seq",
          "tag:yaml.org,2002:map" ->
          null;
      default -> {
        unknownTag(place(event), tag.get());
        yield null;
      }
    };
  }

  private void rejectTag(Built built) {
    if (built.tag() != null) {
      unknownTag(built.node().place(), built.tag());
    }
  }

  private void unknownTag(Place place, String tag) {
    problems.at(place, "yaml.tag", "the tag " + tag + " means nothing here", "remove it");
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(Place.of(file));
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
