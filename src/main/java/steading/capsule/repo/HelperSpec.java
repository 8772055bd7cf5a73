package steading.capsule.repo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.app.Home;
import steading.capsule.repo.Task.Mount;
import steading.compose.Confinement;
import steading.compose.Lifecycle;
import steading.compose.Program;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Wiring;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.FileSpec;
import steading.plan.Labels;

/**
 * The container in which restic runs: root, because files have owners, but with no more of root's
 * powers than reading or writing them needs; nothing else of the host, and no network unless the
 * repository is behind one.
 */
record HelperSpec(Home home, String name, String image, Work work) {
  /**
   * What is run, and what it needs.
   *
   * @param program null: restic
   * @param repository its name; empty when none is worked on
   */
  record Work(
      String app,
      String repository,
      @Nullable List<String> program,
      List<String> command,
      Access access,
      List<FileSpec> files,
      List<Mount> mounts,
      Task.Rights rights) {}

  static Work restic(Task task) {
    Access access = task.repository().access();
    List<String> command = new ArrayList<>(List.of("--json", "--cleanup-cache"));
    command.addAll(access.flags());
    access.options().forEach(option -> command.addAll(List.of("-o", option)));
    command.addAll(task.arguments());
    if (task.arguments().getFirst().equals("restore")) {
      // Somebody may just be taking old snapshots away.
      command.addAll(List.of("--retry-lock", "2m"));
    }
    List<FileSpec> files = new ArrayList<>(access.files());
    files.add(Access.file("password", task.repository().password()));
    access.secrets().forEach((name, value) -> files.add(Access.file("env/" + name, value)));
    return new Work(
        task.app(),
        task.repository().name(),
        null,
        command,
        access,
        files,
        task.mounts(),
        task.rights());
  }

  /** Another program of the image, for which there is no repository. */
  static Work tool(String app, Task.Rights rights, List<Mount> mounts, List<String> argv) {
    return new Work(
        app,
        "",
        List.of(argv.getFirst()),
        argv.subList(1, argv.size()),
        Access.NONE,
        List.of(),
        mounts,
        rights);
  }

  /** Another program of the image that looks at a repository's place. */
  static Work look(Repository repository, List<String> argv, List<FileSpec> own) {
    Access access = repository.access();
    List<FileSpec> files = new ArrayList<>(access.files());
    files.addAll(own);
    return new Work(
        "",
        repository.name(),
        List.of(argv.getFirst()),
        argv.subList(1, argv.size()),
        access,
        files,
        List.of(),
        Task.Rights.READING);
  }

  static final String SYSTEM = "restic";
  static final String CACHE = "restic-cache";
  private static final String INSIDE_CACHE = "/cache";
  private static final long PROCESSES = 512;

  /** What restic says is data for us: none of it may be thrown away for room. */
  private static final Confinement.Logging LOGGING =
      new Confinement.Logging("json-file", Map.of("max-size", "1g", "max-file", "2"));

  /** Enough for restic to let go of the repository by itself. */
  static final Duration GRACE = Duration.ofSeconds(15);

  ContainerSpec spec() {
    Access access = work.access();
    return new ContainerSpec(
        name, image, service(access), Map.of(), volumes(), labels(), work.files(), binds(access));
  }

  Map<String, String> labels() {
    return Map.of(
        Labels.HOME,
        home.id(),
        Labels.SYSTEM,
        SYSTEM,
        Labels.FOR,
        work.app(),
        Labels.REPOSITORY,
        work.repository());
  }

  /** Everybody who looks at a lock of restic's reads this, and so do we. */
  static String hostname(Home home) {
    return "steading-" + home.id();
  }

  private Service service(Access access) {
    return Service.of(SYSTEM, image)
        .withProgram(
            new Program(
                work.program(),
                work.command(),
                environment(access),
                "0:0",
                null,
                false,
                false,
                false))
        .withWiring(
            new Wiring(
                Map.of(),
                List.of(),
                List.of(),
                hostname(home),
                access.network() ? null : "none",
                access.hosts(),
                List.of(),
                List.of()))
        .withLifecycle(new Lifecycle(Map.of(), null, Lifecycle.Restart.NO, "SIGTERM", GRACE))
        .withStorage(new Storage(mounts(), List.of(), List.of()))
        .withConfinement(confinement());
  }

  private static Map<String, String> environment(Access access) {
    Map<String, String> environment = new LinkedHashMap<>(access.environment());
    environment.put("RESTIC_REPOSITORY", access.location());
    environment.put("RESTIC_CACHE_DIR", INSIDE_CACHE);
    environment.put("RESTIC_PROGRESS_FPS", "1");
    environment.put("HOME", "/tmp");
    return environment;
  }

  private List<Storage.Mount> mounts() {
    List<Storage.Mount> mounts = new ArrayList<>();
    mounts.add(new Storage.Mount(Storage.Kind.TMPFS, null, "/tmp", false, 0, null));
    mounts.add(volume(CACHE, INSIDE_CACHE, false));
    work.mounts().stream()
        .filter(Mount::volume)
        .forEach(mount -> mounts.add(volume(mount.source(), mount.target(), mount.readOnly())));
    return mounts;
  }

  /** Never filled from the image: what is restored must be exactly what was backed up. */
  private static Storage.Mount volume(String source, String target, boolean readOnly) {
    Storage.Options options =
        new Storage.Options(null, null, false, true, Map.of(), null, List.of());
    return new Storage.Mount(Storage.Kind.VOLUME, source, target, readOnly, 0, null, options);
  }

  private Map<String, String> volumes() {
    Map<String, String> volumes = new LinkedHashMap<>();
    volumes.put(CACHE, home.prefix() + CACHE);
    work.mounts().stream()
        .filter(Mount::volume)
        .forEach(mount -> volumes.put(mount.source(), mount.source()));
    return volumes;
  }

  private List<String> binds(Access access) {
    List<String> binds = new ArrayList<>(access.binds());
    work.mounts().stream()
        .filter(mount -> !mount.volume())
        .forEach(mount ->
            binds.add(mount.source() + ":" + mount.target() + (mount.readOnly() ? ":ro" : "")));
    return binds;
  }

  private Confinement confinement() {
    List<String> powers =
        switch (work.rights()) {
          // A repository in a directory need not be root's.
          case READING -> List.of("DAC_READ_SEARCH", "DAC_OVERRIDE");
          case RESTORING ->
              List.of(
                  "DAC_READ_SEARCH",
                  "DAC_OVERRIDE",
                  "CHOWN",
                  "FOWNER",
                  "FSETID",
                  "SETFCAP",
                  "MKNOD");
        };
    return new Confinement(
        false,
        true,
        powers,
        List.of("ALL"),
        List.of("no-new-privileges:true"),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        0,
        0,
        PROCESSES,
        0,
        LOGGING);
  }
}
