package steading.capsule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import steading.capsule.Contents.DatabasePart;
import steading.capsule.Manifest.Kept;
import steading.capsule.repo.Restic;
import steading.capsule.repo.Task;
import steading.capsule.repo.Task.Mount;
import steading.capsule.repo.Task.Rights;
import steading.plan.Desired.VolumeWanted;

/**
 * Volumes as a capsule has them: written by a helper that sees nothing else.
 *
 * @param verified whether every byte is read again after it was written
 */
record RestoredVolumes(
    Restic restic, String app, Capsule capsule, Manifest manifest, boolean verified) {
  private static final String TOP = "/volumes/";

  /**
   * @return what is not as the capsule has it; empty when all is well
   */
  List<String> restore(VolumeWanted volume, Course course) {
    Optional<Kept> kept =
        manifest.volumes().stream().filter(k -> k.name().equals(volume.name())).findFirst();
    if (kept.isEmpty()) {
      course.note("The capsule has no volume " + volume.name() + "; it stays as it is.");
      return List.of();
    }
    Mount mount = Mount.volume(volume.real(), TOP + volume.name(), false);
    String source = capsule.snapshot() + ":" + Stage.inside(volume.name());
    List<String> arguments =
        new ArrayList<>(
            List.of("restore", source, "--target", TOP + volume.name(), "--delete", "--sparse"));
    if (verified) {
      // What was written is read again and held against the snapshot's checksums.
      arguments.add("--verify");
    }
    Task task =
        Task.on(capsule.repository(), arguments.toArray(String[]::new))
            .of(app)
            .mounting(Rights.RESTORING, List.of(mount));
    restic.run(task, course);
    restic.tool(
        app,
        Rights.RESTORING,
        List.of(mount),
        "own",
        kept.get().owner(),
        kept.get().mode(),
        TOP + volume.name());
    return compare(volume, kept.get());
  }

  /** Whether a capsule has a path. */
  static boolean holds(Restic restic, String app, Capsule capsule, Part part) {
    String wanted = Stage.inside(part.name()) + "/" + part.inner();
    AtomicLong found = new AtomicLong();
    restic.stream(
        Task.on(capsule.repository(), "ls", "--no-lock", capsule.snapshot(), wanted).of(app),
        line -> {
          if (path(line).equals(wanted)) {
            found.incrementAndGet();
          }
        });
    return found.get() > 0;
  }

  /** One file or directory; what came into the directory later goes, and the rest stays. */
  void restore(VolumeWanted volume, Part part, Course course) {
    Task task =
        Task.on(
                capsule.repository(),
                "restore",
                capsule.snapshot() + ":" + Stage.inside(volume.name()),
                "--target",
                TOP + volume.name(),
                "--include",
                part.pattern(),
                "--delete",
                "--sparse",
                "--verify")
            .of(app)
            .mounting(
                Rights.RESTORING, List.of(Mount.volume(volume.real(), TOP + volume.name(), false)));
    restic.run(task, course);
  }

  /** Against what was counted where nobody wrote meanwhile, else against the snapshot itself. */
  private List<String> compare(VolumeWanted volume, Kept kept) {
    Kept found = new Volumes(restic, app).count(List.of(volume)).get(volume.name());
    long wanted = kept.still() ? kept.entries() : inSnapshot(volume);
    List<String> differences = new ArrayList<>();
    if (found == null || found.entries() != wanted) {
      differences.add(
          "volume %s should have %d files and directories and has %d"
              .formatted(volume.name(), wanted, found == null ? 0 : found.entries()));
    }
    if (found != null && kept.still() && found.bytes() != kept.bytes()) {
      differences.add(
          "volume %s should have %d bytes and has %d"
              .formatted(volume.name(), kept.bytes(), found.bytes()));
    }
    return differences;
  }

  private long inSnapshot(VolumeWanted volume) {
    AtomicLong count = new AtomicLong();
    String top = Stage.inside(volume.name()) + "/";
    restic.stream(
        Task.on(capsule.repository(), "ls", "--no-lock", "--recursive", capsule.snapshot(), top)
            .of(app),
        line -> {
          if (path(line).startsWith(top)) {
            count.incrementAndGet();
          }
        });
    return count.get();
  }

  private static String path(JsonNode line) {
    return line.path("struct_type").asText().equals("node")
            || line.path("message_type").asText().equals("node")
        ? line.path("path").asText()
        : "";
  }

  void empty(VolumeWanted volume) {
    new Volumes(restic, app).empty(volume);
  }

  /** Redis reads its data when it starts, so it has to be there before. */
  void seedRedis(DatabasePart part, Contents contents, Stage stage) {
    for (VolumeWanted volume : contents.raw()) {
      boolean its =
          part.compose().storage().mounts().stream()
              .anyMatch(mount -> volume.name().equals(mount.source()));
      if (its) {
        String user = String.valueOf(part.compose().program().user());
        restic.tool(
            app,
            Rights.RESTORING,
            List.of(
                Mount.volume(volume.real(), TOP + volume.name(), false),
                Mount.directory(stage.database(part.service()).toString(), "/in", true)),
            "seed-redis",
            "/in/dump.rdb",
            TOP + volume.name(),
            user.matches("\\d+(:\\d+)?") ? user : "0:0");
      }
    }
  }
}
