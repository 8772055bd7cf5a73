package steading.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import steading.compose.Build;
import steading.engine.Engine;
import steading.engine.EngineException;

/**
 * Debian bases under names of our own: pulled where a registry answers, else taken as they lie on
 * this Engine, else bootstrapped; each with the machine's package sources and trust laid over it.
 */
final class Bases {
  private static final Path ETC_APT = Path.of("/etc/apt");
  private static final Path LOCKS = Path.of("/run/lock");

  /** Shared by the whole process, as file locks are. */
  private static final Turns TURNS = new Turns();

  private final Engine engine;
  private final Registries registries;

  Bases(Engine engine, Registries registries) {
    this.engine = engine;
    this.registries = registries;
  }

  /** Makes the base unless it is there; returns its name. An old base is not renewed here. */
  String ensure(DebianBase base, Consumer<String> progress) {
    TURNS.take(
        base.reference(),
        () -> {
          if (missing(base)) {
            alone(base, progress);
          }
        });
    return base.reference();
  }

  private boolean missing(DebianBase base) {
    return engine.image(base.reference()).isEmpty();
  }

  /**
   * Another installation on this machine may be making the same base: it is waited for where the
   * machine has a place for locks. Elsewhere both make one, and the second takes the name over.
   */
  private void alone(DebianBase base, Consumer<String> progress) {
    if (!Files.isWritable(LOCKS)) {
      make(base, progress);
      return;
    }
    Path file = LOCKS.resolve("steading-debian-" + base.tag() + ".lock");
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        var held = channel.lock()) {
      if (held.isValid() && missing(base)) {
        make(base, progress);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make(DebianBase base, Consumer<String> progress) {
    Optional<String> ready = pulled(base, progress).or(() -> lyingHere(base));
    if (ready.isPresent()) {
      layOver(base, ready.get(), archiveIfAny(), progress);
    } else {
      bootstrap(base, progress);
    }
  }

  void bootstrap(DebianBase base, Consumer<String> progress) {
    String root = base.rootReference(UUID.randomUUID().toString().substring(0, 8));
    DebianArchive archive = DebianArchive.ofMachine(ETC_APT);
    progress.accept(
        "making the base image " + base.upstream() + " from this machine's package sources");
    Mmdebstrap.make(engine, base, archive, root, progress);
    try {
      layOver(base, root, archive, progress);
    } finally {
      engine.removeImage(root);
    }
  }

  private Optional<String> pulled(DebianBase base, Consumer<String> progress) {
    Reference upstream = Reference.parse(base.upstream());
    return switch (registries.digest(upstream)) {
      case Registries.Answer.Exact exact -> {
        String pinned = upstream.pinned(exact.digest());
        engine.pull(pinned, progress);
        yield Optional.of(pinned);
      }
      case Registries.Answer.Refused refused -> Optional.empty();
      case Registries.Answer.Silent silent -> Optional.empty();
    };
  }

  private Optional<String> lyingHere(DebianBase base) {
    return engine.image(base.upstream()).map(seen -> base.upstream());
  }

  private static @Nullable DebianArchive archiveIfAny() {
    return DebianArchive.of(AptFiles.read(ETC_APT)).orElse(null);
  }

  private void layOver(
      DebianBase base, String root, @Nullable DebianArchive archive, Consumer<String> progress) {
    List<ContextTar.Member> files =
        BaseLayer.context(root, base, archive, HostTrust.ofMachine(), AptOptions.ofMachine());
    Engine.BuildSpec spec =
        new Engine.BuildSpec(
            List.of(base.reference()),
            "Dockerfile",
            Map.of(),
            Map.of("steading.image", "base", "steading.wanted", base.upstream()),
            null,
            Build.Options.NONE);
    try {
      engine.build(spec, ContextTar.of(files), line -> {});
    } catch (EngineException e) {
      throw BuildAdvice.problem("preparing the base image " + base.upstream() + " failed", e.text())
          .raise();
    }
    progress.accept("the base image " + base.reference() + " is ready");
  }
}
