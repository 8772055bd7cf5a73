package steading.watch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import steading.app.App;
import steading.app.AppStore;
import steading.app.Home;
import steading.app.Secrets;
import steading.apply.Deployer;
import steading.apply.Holdings;
import steading.apply.Journal;
import steading.engine.ContainerSeen;
import steading.engine.Engine;
import steading.plan.Desired.VolumeWanted;
import steading.plan.Labels;
import steading.plan.Plan;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Why an app is down, or is not what its owner wants it to be. */
final class AppCheck {
  private final Home home;
  private final Engine engine;
  private final AppStore store;
  private final Secrets secrets;
  private final Journal journal;
  private final Deployer deployer;
  private final Clock clock;

  AppCheck(
      Home home,
      Engine engine,
      AppStore store,
      Secrets secrets,
      Journal journal,
      Deployer deployer,
      Clock clock) {
    this.home = home;
    this.engine = engine;
    this.store = store;
    this.secrets = secrets;
    this.journal = journal;
    this.deployer = deployer;
    this.clock = clock;
  }

  /** The containers of the app, and how its last operation ended. */
  List<Finding> state(String name) {
    App app = store.load(name);
    Redaction redaction = new Redaction(secrets.all(name).values());
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new OperationCheck(journal, clock).look(name, redaction));
    if (store.applied(name).isEmpty()) {
      findings.add(Finding.warning(name, "it was never brought up", "`stead apply " + name + "`"));
    } else if (app.running()) {
      findings.addAll(containers(name, new LastWords(engine, redaction)));
    } else {
      findings.add(Finding.ok(name, "it is stopped, as its owner wants it"));
    }
    return findings;
  }

  private List<Finding> containers(String name, LastWords words) {
    List<ContainerSeen> own =
        new Holdings(engine, home)
            .containers(name).stream()
                .filter(seen -> seen.label(Labels.TASK).isEmpty())
                .sorted(Comparator.comparing(ContainerSeen::name))
                .toList();
    if (own.isEmpty()) {
      return List.of(
          Finding.error(
              name, "none of its containers is there", "`stead apply " + name + "` makes them"));
    }
    Map<String, Long> replicas =
        own.stream()
            .collect(
                Collectors.groupingBy(seen -> seen.label(Labels.SERVICE), Collectors.counting()));
    ContainerCheck check = new ContainerCheck(words, clock);
    return own.stream().map(seen -> check.look(title(name, seen, replicas), seen)).toList();
  }

  private static String title(String app, ContainerSeen seen, Map<String, Long> replicas) {
    String service = seen.label(Labels.SERVICE);
    boolean several = replicas.getOrDefault(service, 1L) > 1;
    return app + "/" + service + (several ? "." + seen.label(Labels.NUMBER) : "");
  }

  /** What differs from the app's file, and what deserves attention in it. */
  List<Finding> drift(App app) {
    String name = app.name();
    if (new OperationCheck(journal, clock).busy(name) || store.applied(name).isEmpty()) {
      return List.of();
    }
    Deployer.Draft draft;
    try {
      draft = deployer.draft(app);
    } catch (ProblemException e) {
      return e.problems().stream()
          .map(problem -> Finding.of(name, Finding.Level.ERROR, problem))
          .toList();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(pending(name, draft.plan()));
    findings.addAll(lost(name, draft.target().desired().volumes()));
    for (Problem warning : draft.target().loaded().warnings()) {
      findings.add(Finding.of(name, Finding.Level.WARNING, warning));
    }
    return findings;
  }

  private static Finding pending(String name, Plan plan) {
    if (plan.empty()) {
      return Finding.ok(name, "everything is as its file says");
    }
    Plan.Planned first = plan.steps().getFirst();
    return Finding.warning(
        name,
        "it is not as its file says; %s pending, first: %s: %s (%s)"
            .formatted(
                plan.steps().size() == 1 ? "1 step is" : plan.steps().size() + " steps are",
                first.step().target(),
                first.step().action(),
                first.step().because()),
        "`stead plan %s` shows all of it, `stead apply %s` does it".formatted(name, name));
  }

  /** A plan that starts containers refuses by itself; one for a stopped app does not look. */
  private List<Finding> lost(String name, List<VolumeWanted> volumes) {
    Set<String> known = journal.knownVolumes(name);
    return volumes.stream()
        .filter(volume -> known.contains(volume.real()) && engine.volume(volume.real()).isEmpty())
        .map(volume ->
            Finding.error(
                name,
                "its volume " + volume.real() + " is gone, though it held data",
                "bring it back under this name before you start the app"))
        .toList();
  }
}
