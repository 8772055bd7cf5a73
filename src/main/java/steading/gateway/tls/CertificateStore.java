package steading.gateway.tls;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steading.app.Durable;
import steading.problem.Problem;
import steading.problem.ProblemException;

/**
 * The certificates that an authority gave, and what is known about each. A certificate is replaced
 * only by a whole new one, and outlives the app that it was made for as long as it is valid.
 */
public final class CertificateStore {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String PEM = ".pem";
  private static final String STATE = ".json";

  private final Path bundles;
  private final Path states;
  private final Durable.Finish own;
  private final ReadBundles read = new ReadBundles();

  /**
   * @param bundles the directory that HAProxy reads
   * @param states what only we read
   * @param own gives a file to HAProxy's account
   */
  public CertificateStore(Path bundles, Path states, Durable.Finish own) {
    this.bundles = bundles;
    this.states = states;
    this.own = own;
  }

  /**
   * What is known about one certificate.
   *
   * @param window when the authority wishes it to be renewed
   * @param look when to ask the authority about that again
   * @param replace why it is to be replaced at once; null: it is not
   */
  record Kept(
      Attempts attempts,
      Lifetime.@Nullable Window window,
      @Nullable Instant look,
      @Nullable String replace) {
    static final Kept NOTHING = new Kept(Attempts.NONE, null, null, null);

    Kept withAttempts(Attempts changed) {
      return new Kept(changed, window, look, replace);
    }

    Kept withWindow(Lifetime.@Nullable Window changed, Instant again) {
      return new Kept(attempts, changed, again, replace);
    }

    Kept withReplace(String why) {
      return new Kept(attempts, window, look, why);
    }
  }

  private record Stored(
      int failures,
      @Nullable String last,
      @Nullable String failure,
      @Nullable String notBefore,
      List<String> failedValidations,
      @Nullable String windowStart,
      @Nullable String windowEnd,
      @Nullable String look,
      @Nullable String replace) {

    static Stored of(Kept kept) {
      Attempts attempts = kept.attempts();
      return new Stored(
          attempts.failures(),
          text(attempts.last()),
          attempts.failure(),
          text(attempts.notBefore()),
          attempts.failedValidations().stream().map(Instant::toString).toList(),
          kept.window() == null ? null : kept.window().start().toString(),
          kept.window() == null ? null : kept.window().end().toString(),
          text(kept.look()),
          kept.replace());
    }

    Kept kept() {
      Lifetime.Window window =
          windowStart == null || windowEnd == null
              ? null
              : new Lifetime.Window(Instant.parse(windowStart), Instant.parse(windowEnd));
      return new Kept(
          new Attempts(
              failures,
              time(last),
              failure,
              time(notBefore),
              failedValidations.stream().map(Instant::parse).toList()),
          window,
          time(look),
          replace);
    }

    private static @Nullable String text(@Nullable Instant time) {
      return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(@Nullable String text) {
      return text == null ? null : Instant.parse(text);
    }
  }

  /** The file's name, for a name that may begin with a star. */
  public static String file(String name) {
    return name.replace('*', '_') + PEM;
  }

  /** The certificate as it lies on disk; empty when there is none, or no whole one. */
  public Optional<Bundle> bundle(String name) {
    return text(name).flatMap(text -> read.of(name, text));
  }

  public Optional<String> text(String name) {
    try {
      return Durable.read(bundles.resolve(file(name)));
    } catch (IOException e) {
      throw disk(bundles, e);
    }
  }

  void put(String name, Bundle bundle) throws GeneralSecurityException {
    try {
      Durable.write(bundles.resolve(file(name)), bundle.text(), own);
    } catch (IOException e) {
      throw disk(bundles, e);
    }
  }

  Kept kept(String name) {
    try {
      Optional<String> text = Durable.read(state(name));
      return text.isEmpty() ? Kept.NOTHING : JSON.readValue(text.get(), Stored.class).kept();
    } catch (IOException | RuntimeException e) {
      // It only paces the attempts, and a file that cannot be read is written anew.
      return Kept.NOTHING;
    }
  }

  void keep(String name, Kept kept) {
    try {
      Durable.directories(states);
      Durable.write(state(name), JSON.writeValueAsString(Stored.of(kept)) + "\n");
    } catch (IOException e) {
      throw disk(states, e);
    }
  }

  private Path state(String name) {
    return states.resolve(name.replace('*', '_') + STATE);
  }

  /** Deletes certificates that nobody needs and that are no longer valid. */
  public void forgetExpiredBut(Set<String> names, Instant now) {
    try (Stream<Path> files = Files.list(bundles)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        String plain = name.endsWith(PEM) ? name.substring(0, name.length() - PEM.length()) : "";
        String wanted = plain.startsWith("_.") ? "*" + plain.substring(1) : plain;
        if (!plain.isEmpty()
            && !names.contains(wanted)
            && bundle(wanted).map(each -> !each.lifetime().holds(now)).orElse(false)) {
          Files.deleteIfExists(file);
          Files.deleteIfExists(state(wanted));
        }
      }
    } catch (IOException e) {
      throw disk(bundles, e);
    }
  }

  private static ProblemException disk(Path place, IOException cause) {
    return Problem.failed(
            "gateway.files",
            "The certificates in " + place + " cannot be read or written",
            "see that the disk is not full and that the directory belongs to the daemon's account")
        .because(cause.toString())
        .raise();
  }
}
