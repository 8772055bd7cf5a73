package steading.compose.phase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.compose.schema.Plain;
import steading.compose.schema.Shapes;
import steading.compose.schema.Validator;
import steading.compose.yaml.Node;
import steading.problem.Place;
import steading.problem.Problems;

/** Loads the projects that a file includes, each by itself, and takes in what they define. */
final class Include {
  private static final List<String> SECTIONS =
      List.of("services", "volumes", "networks", "secrets", "configs", "models");

  private final Context context;
  private final Problems problems;
  private final Path directory;
  private final List<Path> chain;

  /**
   * @param directory of the project that includes
   * @param chain the files that are being read, from the first one to this one
   */
  Include(Context context, Path directory, List<Path> chain) {
    this.context = context;
    this.problems = context.problems();
    this.directory = directory;
    this.chain = chain;
  }

  Node apply(Node document) {
    if (!(document instanceof Node.Mapping mapping) || mapping.get("include") == null) {
      return document;
    }
    Node.Mapping model = Edit.without(mapping, "include");
    if (!(mapping.get("include") instanceof Node.Sequence entries)) {
      problems.at(
          Objects.requireNonNull(mapping.get("include")).place(),
          "yaml.type",
          "\"include\" must be a list",
          "write - before each file");
      return model;
    }
    for (Node entry : entries.items()) {
      Problems wrong = new Problems();
      new Validator(wrong, context.filling()).check(entry, Shapes.INCLUDE);
      wrong.list().forEach(problems::add);
      if (!wrong.any() && entry instanceof Node.Mapping said) {
        Node included = included(said);
        model = included instanceof Node.Mapping found ? taken(found, model, said.place()) : model;
      }
    }
    return model;
  }

  private @Nullable Node included(Node.Mapping said) {
    List<Path> files = paths(Edit.items(said, "path"));
    if (files.isEmpty()) {
      return null;
    }
    Path first = files.getFirst();
    if (chain.contains(first)) {
      List<String> circle = new ArrayList<>();
      chain.subList(chain.indexOf(first), chain.size()).forEach(file -> circle.add(name(file)));
      circle.add(name(first));
      problems.at(
          said.place(),
          "compose.include-cycle",
          "files include each other: " + String.join(" → ", circle),
          "remove one of these includes");
      return null;
    }
    Path home = first.getParent();
    if (said.get("project_directory") != null) {
      home = Paths.local(said, "project_directory", directory, context);
    }
    if (home == null) {
      return null;
    }
    Context own = context.with(variables(said, home));
    Node path = said.get("path");
    Place place = path == null ? said.place() : path.place();
    Node loaded = new Layers(own, home, chain).load(files, place);
    return loaded == null ? null : Environment.known(loaded, own.variables());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private List<Path> paths(List<Node> items) {
    List<Path> paths = new ArrayList<>();
    for (Node item : items) {
      Path path =
          item instanceof Node.Scalar scalar ? Paths.local(scalar, directory, context) : null;
      if (path != null) {
        paths.add(path);
      }
    }
    return paths;
  }

  private Map<String, String> variables(Node.Mapping said, Path home) {
    List<Path> files = paths(Edit.items(said, "env_file"));
    Path usual = home.resolve(".env");
    if (said.get("env_file") == null && Files.isRegularFile(usual)) {
      files = List.of(usual);
    }
    Map<String, String> found = new HashMap<>();
    for (Path file : files) {
      context.reads().another(file, said.place(), problems);
      Map<String, String> lookup = new HashMap<>(found);
      lookup.putAll(context.variables());
      found.putAll(EnvFile.read(file, lookup, problems));
    }
    return found;
  }

  private Node.Mapping taken(Node.Mapping from, Node.Mapping model, Place place) {
    Node.Mapping result = model;
    for (String section : SECTIONS) {
      if (!(from.get(section) instanceof Node.Mapping definitions)) {
        continue;
      }
      Map<String, Node.Entry> all = new LinkedHashMap<>(Edit.section(result, section).entries());
      definitions
          .entries()
          .forEach((name, entry) -> {
            Node.Entry own = all.putIfAbsent(name, entry);
            if (own != null && !Plain.same(own.value(), entry.value())) {
              problems.at(
                  own.keyPlace(),
                  "compose.include-conflict",
                  section + "." + name + " is defined here and in what " + place + " includes",
                  "rename one, or change the included one in a file of its own: -f, or a second path");
            }
          });
      Place where = result.get(section) == null ? place : Edit.section(result, section).place();
      result = Edit.put(result, section, new Node.Mapping(where, all));
    }
    return result;
  }
}
