package steading.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import steading.app.Durable;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** The certificates that the owner handed over. */
public final class OwnCertificates {
  private static final String PEM = ".pem";
  private static final int NAME_BYTES = 8;

  private final Path directory;
  private final Durable.Finish own;
  private final Clock clock;
  private final ReadBundles read = new ReadBundles();

  public OwnCertificates(Path directory, Durable.Finish own, Clock clock) {
    this.directory = directory;
    this.own = own;
    this.clock = clock;
  }

  /**
   * @param name of the file, without its ending
   */
  public record Held(String name, Bundle bundle) {}

  /** Of those that serve the host now, the one that will longest. */
  public Optional<Held> best(String host, Instant now) {
    return all().stream()
        .filter(held -> held.bundle().usable(host, now))
        .max(Comparator.comparing(held -> held.bundle().lifetime().until()));
  }

  /** Also one that is over, or not yet valid, when there is no better one. */
  public Optional<Held> any(String host, Instant now) {
    return best(host, now)
        .or(() ->
            all().stream()
                .filter(held -> held.bundle().covers(host))
                .max(Comparator.comparing(held -> held.bundle().lifetime().until())));
  }

  /**
   * Takes a certificate and its key, if they are good for at least one of the hosts. Those that the
   * new one makes superfluous go.
   */
  public Bundle add(String certificates, String key, Collection<String> hosts) {
    Bundle bundle = new OwnCheck(clock.instant()).checked(certificates, key, hosts);
    try {
      String text = bundle.text();
      String name = name(bundle);
      Durable.write(directory.resolve(name + PEM), text, own);
      for (Held former : all()) {
        if (!former.name().equals(name)
            && bundle.hosts().containsAll(former.bundle().hosts())
            && !former.bundle().lifetime().until().isAfter(bundle.lifetime().until())) {
          Files.deleteIfExists(directory.resolve(former.name() + PEM));
        }
      }
      return bundle;
    } catch (IOException e) {
      throw disk(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was just read cannot be written", e);
    }
  }

  private List<Held> all() {
    List<Held> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(PEM) && !name.startsWith(".")) {
          read.of(name, Files.readString(file, StandardCharsets.US_ASCII))
              .ifPresent(bundle ->
                  all.add(new Held(name.substring(0, name.length() - PEM.length()), bundle)));
        }
      }
      return all;
    } catch (NoSuchFileException e) {
      return all;
    } catch (IOException e) {
      throw disk(e);
    }
  }

  private static String name(Bundle bundle) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bundle.leaf().getEncoded());
    return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
  }

  private ProblemException disk(IOException cause) {
    return Problem.failed(
            "gateway.files",
            "The certificates in " + directory + " cannot be read or written",
            "see that the disk is not full and that the directory belongs to the daemon's account")
        .because(cause.toString())
        .raise();
  }
}
