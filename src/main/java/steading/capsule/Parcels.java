package steading.capsule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import steading.apply.Deployer.Origin;
import steading.apply.EngineWords;
import steading.apply.Journal;
import steading.apply.Journal.Entry;
import steading.apply.Journal.Kind;
import steading.apply.Journal.Outcome;
import steading.capsule.Import.Asked;
import steading.capsule.parcel.Label;
import steading.capsule.parcel.Parcel;
import steading.engine.EngineException;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Apps in files, and apps of files: each a journalled operation of its app. */
public final class Parcels {
  private final Means means;
  private final Export export;
  private final Import imports;

  Parcels(Means means, Backup backup) {
    this.means = means;
    this.export = new Export(means, backup);
    this.imports = new Import(means);
  }

  /**
   * @param images how many are in it
   */
  public record Exported(String app, Path file, String capsule, long bytes, int images) {}

  /** Puts the app, which the caller holds, into a file that is not there yet. */
  public Exported export(String app, Path file, String password, Origin origin, Watcher watcher) {
    means.store().require(app);
    Export.refuse(file);
    String capsule = CapsuleId.at(means.clock().instant());
    ParcelOrder order = new ParcelOrder(file.toString(), capsule, Map.of());
    Entry entry = begin(app, Kind.EXPORT, order, origin);
    try {
      Label label = export.run(entry, order, password, watcher);
      means.journal().finish(entry.id(), Outcome.DONE, "");
      return new Exported(app, file, capsule, Files.size(file), label.images().size());
    } catch (EngineException e) {
      ProblemException problem = EngineWords.problem(e);
      fail(entry, problem);
      throw problem;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      fail(entry, e);
      throw e;
    }
  }

  /**
   * Makes an app of a parcel; the caller holds its name, which is nobody's.
   *
   * @param hosts empty: those that it had
   * @param grants what it may be granted here
   */
  public void take(String app, Taking taking, List<String> hosts, List<String> grants, Task task) {
    Label label = taking.label();
    ParcelOrder order =
        new ParcelOrder(taking.file().toString(), label.capsule(), imports.missing(label));
    Entry entry = begin(app, Kind.IMPORT, order, task.origin());
    imports.run(entry, order, new Asked(taking.parcel(), label, hosts, grants), task.watcher());
  }

  /** Who asks, and who hears how it gets on. */
  public record Task(Origin origin, Watcher watcher) {}

  /** A parcel whose label was read. */
  public record Taking(Path file, Parcel parcel, Label label) {
    public static Taking of(Path file, String password) {
      Parcel parcel = new Parcel(file, password);
      return new Taking(file, parcel, parcel.label());
    }
  }

  private Entry begin(String app, Kind kind, ParcelOrder order, Origin origin) {
    Journal journal = means.journal();
    long id = journal.begin(app, kind, order.text(), "", origin.by(), origin.command());
    return journal.unfinished().stream().filter(e -> e.id() == id).findFirst().orElseThrow();
  }

  private void fail(Entry entry, RuntimeException cause) {
    try {
      String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
      means.journal().finish(entry.id(), Outcome.FAILED, message);
    } catch (ProblemException e) {
      // The next start finds it unfinished.
      cause.addSuppressed(e);
    }
  }

  /** Nobody is there any more to give the password: what there is goes away. */
  void resume(Entry entry) {
    ParcelOrder order = ParcelOrder.read(entry.target());
    ProblemException why =
        Problem.failed("parcel.cut-off", "it was cut off; nothing of it is left", "do it again")
            .raise();
    if (entry.kind() == Kind.IMPORT) {
      imports.back(entry, order, why);
    } else {
      export.takeBack(entry, order);
      means.journal().finish(entry.id(), Outcome.ROLLED_BACK, String.valueOf(why.getMessage()));
    }
  }
}
