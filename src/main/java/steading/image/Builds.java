package steading.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steading.engine.Engine;
import steading.engine.EngineException;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Gets chosen images: pulls by digest, or builds after everything that the build starts from. */
final class Builds {
  private final Engine engine;
  private final Choices choices;
  private final Bases bases;
  private final Sources sources;
  private final Turns turns = new Turns();

  Builds(Engine engine, Choices choices, Bases bases, Sources sources) {
    this.engine = engine;
    this.choices = choices;
    this.bases = bases;
    this.sources = sources;
  }

  /**
   * @param above the images whose builds wait for this one
   */
  void obtain(ImageChoice choice, Set<String> above, Consumer<String> progress) {
    Optional<DebianBase> base = DebianBase.ofOurs(choice.reference());
    if (base.isPresent()) {
      bases.ensure(base.get(), progress);
      return;
    }
    turns.take(
        turn(choice),
        () -> {
          if (engine.image(choice.reference()).isPresent()) {
            return;
          }
          switch (choice) {
            case ImageChoice.Pulled pulled -> pull(pulled, progress);
            case ImageChoice.Built built -> build(built, above, progress);
          }
        });
  }

  /** Targets of one Dockerfile share their stages, as long as the second waits for the first. */
  private static String turn(ImageChoice choice) {
    return choice instanceof ImageChoice.Built built
        ? built.context().resolve(built.dockerfile()).toString()
        : choice.reference();
  }

  private void pull(ImageChoice.Pulled pulled, Consumer<String> progress) {
    if (pulled.reference().startsWith("sha256:")) {
      throw Problem.failed(
              "image.vanished",
              "the image " + pulled.wanted() + " that this app was deployed with is gone",
              "load it again with \"docker load\", or deploy again with an image that can be had")
          .because("no registry has " + pulled.reference() + ", since it was loaded by hand")
          .raise();
    }
    progress.accept("pulling " + pulled.wanted());
    try {
      engine.pull(pulled.reference(), pulled.platform(), progress);
    } catch (EngineException e) {
      if (e.reason() == EngineException.Reason.DENIED) {
        throw Choices.refused(Reference.parse(pulled.wanted()), e.reason(), e.text()).raise();
      }
      throw BuildAdvice.problem(
              "pulling " + pulled.wanted() + " as " + pulled.reference() + " failed", e.text())
          .raise();
    }
  }

  private void build(ImageChoice.Built built, Set<String> above, Consumer<String> progress) {
    Sources.Source source =
        sources.read(built.context(), built.dockerfile(), built.options().inline());
    Dockerfile dockerfile = Dockerfile.parse(source.instructions(), built.args());
    Map<String, String> standIns = standIns(built, dockerfile, above, progress);
    progress.accept("building " + built.wanted() + " as " + built.reference());
    Map<String, String> labels = labels(built);
    BuildOutput output = new BuildOutput(progress, labels.size());
    Engine.BuildSpec spec =
        new Engine.BuildSpec(
            List.of(built.reference()),
            source.file(),
            args(built),
            labels,
            built.target().isEmpty() ? null : built.target(),
            built.options());
    String text = dockerfile.with(standIns);
    try {
      engine.build(spec, ContextTar.of(source.tree(), source.file(), text), output);
      built.options().tags().forEach(tag -> engine.tag(built.reference(), tag));
    } catch (EngineException e) {
      throw failed(built, dockerfile, output, e).raise();
    }
  }

  /** Gets every image the build starts from; the names under which the builder finds them. */
  private Map<String, String> standIns(
      ImageChoice.Built built,
      Dockerfile dockerfile,
      Set<String> above,
      Consumer<String> progress) {
    Set<String> chain =
        Stream.concat(above.stream(), Stream.of(built.reference())).collect(Collectors.toSet());
    Map<String, String> standIns = new HashMap<>();
    for (Dockerfile.Use use : dockerfile.uses()) {
      if (!standIns.containsKey(use.image())) {
        Place place = place(built, use.line());
        standIns.put(use.image(), standIn(use.image(), place, chain, progress));
      }
    }
    return standIns;
  }

  private String standIn(String image, Place place, Set<String> chain, Consumer<String> progress) {
    Optional<DebianBase> base = DebianBase.of(image).or(() -> DebianBase.ofOurs(image));
    try {
      if (base.isPresent()) {
        return bases.ensure(base.get(), progress);
      }
      ImageChoice choice = choices.image(image, ImageLock.EMPTY);
      if (chain.contains(choice.reference())) {
        throw Problem.usage(
                "image.circle", image + " would be built on itself", "start from another image")
            .raise();
      }
      obtain(choice, chain, progress);
      return choice.reference().startsWith("sha256:") ? image : choice.reference();
    } catch (ProblemException e) {
      throw new ProblemException(e.problems().stream().map(p -> placed(p, place)).toList());
    }
  }

  private static Problem placed(Problem problem, Place place) {
    return problem.place() == null
        ? new Problem(
            problem.code(), problem.exit(), place, problem.what(), problem.why(), problem.fix())
        : problem;
  }

  private static Map<String, String> args(ImageChoice.Built built) {
    Map<String, String> args = new HashMap<>(HostProxies.buildArgs(System.getenv()));
    args.putAll(built.args());
    return args;
  }

  private static Map<String, String> labels(ImageChoice.Built built) {
    String tag = built.reference().substring(built.reference().lastIndexOf(':') + 1);
    Map<String, String> labels = new HashMap<>(built.options().labels());
    labels.put(
        "steading.image", built.reference().substring(0, built.reference().lastIndexOf(':')));
    labels.put("steading.content", tag.substring(tag.lastIndexOf('-') + 1));
    labels.put("steading.wanted", built.wanted());
    return labels;
  }

  private static Problem failed(
      ImageChoice.Built built, Dockerfile dockerfile, BuildOutput output, EngineException e) {
    String step = output.step().isEmpty() ? "" : " at " + output.step();
    String message = e.getCause() instanceof EngineException cause ? cause.text() : e.text();
    String tail = output.tail();
    String lines = tail.isEmpty() || tail.contains(message) ? message : tail + "\n" + message;
    Problem problem = BuildAdvice.problem("building " + built.wanted() + " failed" + step, lines);
    return placed(problem, place(built, dockerfile.lineOfStep(output.number())));
  }

  private static Place place(ImageChoice.Built built, int line) {
    String file = built.context().resolve(built.dockerfile()).toString();
    return line == 0 ? Place.of(file) : new Place(file, line, 1);
  }
}
