package steading.daemon;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.recipe.Recipe;

/**
 * What the daemon answers: the documented fields behind {@code --json}, the HTTP API and the
 * console.
 */
public final class Views {
  private Views() {}

  /**
   * @param step counts from 1 within the plan; 0 for work outside of one
   */
  public record Progress(int step, int of, String target, String text, State state) {
    public enum State {
      STARTED,
      MOVED,
      DONE,
      FAILED
    }
  }

  /**
   * @param opens grants that were not there when the app was last applied
   */
  public record PlanView(
      String app,
      boolean changes,
      List<StepView> steps,
      List<String> interrupts,
      List<String> destroys,
      List<String> opens) {
    /** A plan of an app that is granted nothing new. */
    public PlanView(
        String app,
        boolean changes,
        List<StepView> steps,
        List<String> interrupts,
        List<String> destroys) {
      this(app, changes, steps, interrupts, destroys, List.of());
    }
  }

  public record StepView(
      int id,
      String kind,
      String target,
      String text,
      String because,
      @Nullable String interrupts,
      List<Integer> needs) {}

  public record AppRow(
      String name,
      String recipe,
      String version,
      String state,
      String url,
      List<String> hosts,
      int services,
      int running,
      @Nullable String detail) {}

  public record AppInfo(
      String name,
      String recipe,
      String title,
      String description,
      String version,
      String state,
      @Nullable String detail,
      String url,
      List<String> hosts,
      @Nullable AdminView admin,
      Map<String, String> links,
      List<ServiceView> services,
      List<SettingView> settings,
      Map<String, String> plugins,
      List<String> grants,
      Map<String, String> secrets,
      List<VolumeView> volumes,
      List<OverlayView> overlays,
      List<JobView> jobs,
      List<String> dns,
      String certificate,
      String logs,
      int revision,
      @Nullable String changed,
      @Nullable DrillView drill,
      List<String> risks,
      List<BackupPlan> backups,
      @Nullable String cloneOf,
      List<String> next) {}

  /**
   * When capsules go to a repository by themselves.
   *
   * @param keep which of them stay
   * @param next null while there is none to come
   * @param last when the last one that went well was begun
   */
  public record BackupPlan(
      String repository,
      String schedule,
      String zone,
      String keep,
      @Nullable String next,
      @Nullable String last) {}

  /**
   * A capsule that was tried.
   *
   * @param ok whether it became a working app with all that it should hold
   * @param detail why not
   */
  public record DrillView(
      String app, String when, String capsule, long milliseconds, boolean ok, String detail) {}

  public record AdminView(String name, String url, @Nullable String password) {}

  public record ServiceView(
      String name,
      String role,
      String image,
      int replicas,
      String state,
      String health,
      @Nullable String started,
      List<String> containers) {}

  public record SettingView(String name, String value, boolean fallback, String help) {}

  public record VolumeView(String name, String volume, List<String> mountedAt) {}

  /**
   * @param directory on this machine, where the owner puts his files
   */
  public record OverlayView(String name, String directory, List<String> files, String help) {}

  public record PluginRow(String name, String version) {}

  public record JobView(
      String name,
      @Nullable String schedule,
      String help,
      @Nullable String lastRun,
      @Nullable String lastResult,
      @Nullable String nextRun) {}

  /**
   * @param applied whether anything was changed; {@code text} is the one line for people
   */
  public record Done(
      String app,
      boolean applied,
      String text,
      @Nullable String url,
      @Nullable AdminView admin,
      List<String> next) {}

  /**
   * @param tls what was chosen: {@code acme}, {@code internal}, {@code files} or {@code off}
   * @param source where the certificate that is shown comes from, as {@code tls}, or {@code none}
   * @param state {@code good}, {@code waiting}, {@code failing}, {@code expiring}, {@code missing}
   *     or {@code off}
   * @param failure what went wrong when a new one was last asked for
   * @param next when it is asked for next
   */
  public record CertificateView(
      String host,
      String app,
      String tls,
      String source,
      @Nullable String issuer,
      @Nullable String notAfter,
      @Nullable Long daysLeft,
      String state,
      @Nullable String failure,
      @Nullable String next) {}

  /** What came back of a lost machine. */
  public record Recovered(List<RecoveredApp> apps) {}

  /**
   * @param state {@code recovered}, {@code there} already, or {@code failed}
   */
  public record RecoveredApp(
      String app, String capsule, String state, long milliseconds, @Nullable String detail) {}

  public record GcView(List<String> removed, List<String> failed, long bytes, boolean dryRun) {}

  /**
   * A capsule, or a backup that came to nothing.
   *
   * @param state {@code whole} or {@code failed}
   * @param bytes of everything in it
   * @param added to the repository by it
   * @param ratio bytes of content for each byte that was added
   * @param purpose {@code hand}, {@code schedule}, {@code safety} or {@code last}
   * @param reason why it failed
   */
  public record BackupRow(
      String id,
      String app,
      String time,
      String state,
      String repository,
      String snapshot,
      long files,
      long bytes,
      long added,
      double ratio,
      long milliseconds,
      String purpose,
      @Nullable String reason) {}

  /**
   * @param password shown this once
   */
  public record RepositoryMade(String name, String kind, String place, String password) {}

  /**
   * @param trouble why it cannot be read now, or null
   * @param bytes that it takes, if it can be read
   * @param newest when its last snapshot was made
   * @param checked when it was last checked, and {@code whole} what was found
   */
  public record RepositoryRow(
      String name,
      String kind,
      String place,
      List<String> apps,
      @Nullable String trouble,
      @Nullable Long bytes,
      @Nullable String newest,
      @Nullable String checked,
      @Nullable Boolean whole) {}

  /**
   * @param read which part was read: all, such as 2/7, or null for none
   */
  public record RepositoryCheck(String name, @Nullable String read, long milliseconds) {}

  /**
   * An app in one file.
   *
   * @param images how many are in it
   * @param password null unless it was made up
   */
  public record Exported(
      String app, String file, String capsule, long bytes, int images, @Nullable String password) {}

  public record RepositoryGone(String name, String place) {}

  /**
   * @param text what is to be printed
   */
  public record KitText(String text, List<String> repositories) {}

  public record Finding(String check, String level, String what, @Nullable String fix) {}

  public record RecipeRow(
      String name,
      String title,
      String newest,
      List<String> versions,
      String description,
      Recipe.Needs needs) {}

  public record ImageRow(
      String reference, String id, long size, String created, List<String> usedBy) {}

  public record VersionView(
      String version, String java, Map<String, String> engine, DaemonView daemon, String home) {}

  public record DaemonView(boolean running, long pid, @Nullable String since) {}

  public record JobRun(String job, int exitCode, long milliseconds) {}

  /** How a command inside a container ended. */
  public record ExecEnd(int exitCode) {}

  /**
   * One line of a log; the answer to {@code logs} is a stream of them, a line of JSON each.
   *
   * @param source the service, with the container's number when there are several
   * @param time null unless it was asked for
   */
  public record LogLine(
      String source, String service, boolean stderr, @Nullable String time, String text) {}
}
