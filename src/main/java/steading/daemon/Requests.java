package steading.daemon;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What callers ask of the daemon. The fields are the HTTP API's too, so names are chosen for
 * people.
 */
public final class Requests {
  private Requests() {}

  public record Install(
      String recipe,
      String name,
      List<String> hosts,
      @Nullable String version,
      Map<String, String> settings,
      @Nullable String email,
      List<String> grants,
      boolean apply) {
    /** Without any grant. */
    public Install(
        String recipe,
        String name,
        List<String> hosts,
        @Nullable String version,
        Map<String, String> settings,
        @Nullable String email,
        boolean apply) {
      this(recipe, name, hosts, version, settings, email, List.of(), apply);
    }
  }

  /**
   * Makes an app of a Compose file, or changes one that was made so.
   *
   * @param files absolute; one may be a directory; later ones lie over earlier ones
   * @param adopt whether to take over the stack that runs from this file under Docker Compose
   * @param project Compose's name of that stack, where several run from this file
   */
  public record ImportCompose(
      List<String> files,
      String name,
      List<String> hosts,
      @Nullable String service,
      @Nullable Integer port,
      List<String> envFiles,
      Map<String, String> settings,
      List<String> grants,
      boolean adopt,
      @Nullable String project,
      boolean apply) {}

  /**
   * @param name null: every app
   */
  public record Plan(@Nullable String name) {}

  /**
   * @param name null: every app
   */
  public record Apply(@Nullable String name) {}

  public record Ls() {}

  public record Info(String name, boolean secrets) {}

  /**
   * @param grants such as {@code host-mount=/srv/media}
   * @param unset settings that return to their default, and {@code grant.…} to take back
   */
  public record Set(
      String name,
      Map<String, String> values,
      List<String> grants,
      List<String> unset,
      boolean apply) {
    /** Values alone. */
    public Set(String name, Map<String, String> values, boolean apply) {
      this(name, values, List.of(), List.of(), apply);
    }
  }

  public record Scale(String name, Map<String, Integer> services, boolean apply) {}

  /**
   * @param on whether people see a page in place of the app
   * @param message what it says; null for the usual words
   */
  public record Maintenance(String name, boolean on, @Nullable String message) {}

  /** How the gateway is, with everything that it serves. */
  public record GatewayStatus() {}

  /**
   * @param kind nginx, haproxy or apache
   */
  public record GatewayExport(String kind) {}

  public record Start(String name) {}

  public record Stop(String name) {}

  public record Restart(String name, @Nullable String service) {}

  /**
   * @param backup whether a last capsule is made first; a purge makes none
   */
  public record Remove(String name, boolean purge, boolean backup) {
    /** With a last capsule. */
    public Remove(String name, boolean purge) {
      this(name, purge, true);
    }
  }

  /**
   * Brings back an app from the trash, or makes an app what a capsule says.
   *
   * @param capsule null: the newest, and of a removed app none
   * @param as the name of a new app; null: the app itself
   * @param hosts of the new app
   * @param safety whether a capsule of what there is now is made first
   * @param volume alone
   * @param path alone, as VOLUME/PATH
   * @param database alone, as SERVICE or SERVICE/DATABASE
   */
  public record Restore(
      String name,
      @Nullable String capsule,
      @Nullable String as,
      List<String> hosts,
      boolean safety,
      @Nullable String volume,
      @Nullable String path,
      @Nullable String database) {
    /** Everything. */
    public Restore(
        String name,
        @Nullable String capsule,
        @Nullable String as,
        List<String> hosts,
        boolean safety) {
      this(name, capsule, as, hosts, safety, null, null, null);
    }

    /** What is in the trash, or the newest capsule. */
    public Restore(String name) {
      this(name, null, null, List.of(), true);
    }
  }

  public record Logs(
      String name,
      @Nullable String service,
      boolean follow,
      int tail,
      @Nullable String since,
      boolean timestamps) {}

  public record Exec(
      String name,
      String service,
      List<String> command,
      boolean tty,
      boolean stdin,
      @Nullable String user,
      int columns,
      int rows) {}

  public record Run(String name, @Nullable String job) {}

  public record CertsLs() {}

  /**
   * @param target an app or a host
   * @param certificates as PEM, the host's own and those that vouch for it
   * @param key as PEM
   */
  public record CertsAdd(String target, String certificates, String key) {
    /** Nothing of the key. */
    @Override
    public String toString() {
      return "CertsAdd[" + target + "]";
    }
  }

  /**
   * @param host null: every host that an authority is asked for
   */
  public record CertsRenew(@Nullable String host) {}

  /**
   * @param compromised whether somebody else may have the key
   */
  public record CertsRevoke(String host, boolean compromised) {}

  /**
   * @param kind {@code eab} or {@code dns}
   */
  public record CertsSecret(String kind, String value) {
    /** Nothing of the value. */
    @Override
    public String toString() {
      return "CertsSecret[" + kind + "]";
    }
  }

  public record Gc(boolean dryRun) {}

  /**
   * Makes a capsule.
   *
   * @param repository null: the first
   */
  public record Backup(String name, @Nullable String repository) {}

  public record Backups(String name) {}

  /**
   * Makes every app of a lost machine anew.
   *
   * @param repository one of the kit's
   * @param kit the recovery kit, as an absolute path
   */
  public record Recover(String repository, String kit) {}

  /**
   * Puts an app into one file.
   *
   * @param file as an absolute path
   * @param password null: one is made up
   */
  public record Export(String name, String file, @Nullable String password) {
    /** Nothing of the password. */
    @Override
    public String toString() {
      return "Export[" + name + "]";
    }
  }

  /**
   * Makes an app of such a file.
   *
   * @param file as an absolute path
   * @param name null: as it was called
   * @param hosts empty: those that it had
   */
  public record Import(
      String file,
      String password,
      @Nullable String name,
      List<String> hosts,
      List<String> grants) {
    /** Nothing of the password. */
    @Override
    public String toString() {
      return "Import[" + file + "]";
    }
  }

  /**
   * Makes a held copy of an app.
   *
   * @param as the new app's name
   * @param capsule null: one is made now
   */
  public record Clone(String name, String as, List<String> hosts, @Nullable String capsule) {}

  /** Lets a clone become an app like any other. */
  public record Release(String name) {}

  /**
   * Proves a capsule.
   *
   * @param capsule null: the newest
   */
  public record Drill(String name, @Nullable String capsule) {}

  /**
   * Makes a repository, or takes one into use that is there already.
   *
   * @param place where, in the words of its kind
   * @param name null: after its kind
   * @param credentials what the place asks for; never shown again
   * @param password of a repository that is there already
   * @param region of S3
   * @param hostKey the only one that a server of SFTP may show, as {@code ssh-ed25519 AAAA…}
   * @param ca certificates of those who may vouch for the server
   * @param upload KiB a second, 0 for no limit
   * @param patience in seconds, 0 for the usual
   * @param apps whose capsules go there; empty for all
   * @param resolve addresses of names that no name server knows
   */
  public record RepoAdd(
      String kind,
      String place,
      @Nullable String name,
      Map<String, String> credentials,
      @Nullable String password,
      @Nullable String region,
      @Nullable String hostKey,
      @Nullable String ca,
      int upload,
      int download,
      int patience,
      List<String> apps,
      Map<String, String> resolve) {
    /** Names no credentials. */
    @Override
    public String toString() {
      return "RepoAdd[" + kind + ", " + place + "]";
    }
  }

  public record RepoRemove(String name) {}

  /** Asks for everything that recovery needs besides a repository. */
  public record RepoKit() {}

  public record RepoLs() {}

  /**
   * @param name null: every repository
   * @param readData everything is read, not only how it hangs together
   * @param subset such as 2/7: of seven equal parts, the second is read
   */
  public record RepoCheck(@Nullable String name, boolean readData, @Nullable String subset) {}

  public record Doctor(@Nullable String name) {}

  public record Recipes(@Nullable String search) {}

  public record ImageLs() {}

  public record PluginLs(String name) {}

  /**
   * @param plugin a package, such as {@code pretix-pages} or {@code pretix-pages==1.6.0}
   */
  public record PluginAdd(String name, String plugin, boolean apply) {}

  public record PluginRemove(String name, String plugin, boolean apply) {}

  public record Version() {}

  /** Asks the daemon to end. */
  public record Shutdown() {}
}
