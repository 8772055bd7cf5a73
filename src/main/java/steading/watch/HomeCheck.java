package steading.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import steading.app.Home;
import steading.gateway.tls.InternalCa;

/** Whether the home keeps its secrets to itself, and its log within bounds. */
final class HomeCheck {
  private static final String NAME = "home";
  private static final long LARGE_LOG = 100 * Amounts.MIB;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Home home;

  HomeCheck(Home home) {
    this.home = home;
  }

  List<Finding> look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    open(home.directory(), "700", findings);
    open(home.directory().resolve("key"), "600", findings);
    open(InternalCa.rootKey(home), "600", findings);
    if (findings.isEmpty()) {
      findings.add(Finding.ok(NAME, home.directory() + " is open to its owner alone"));
    }
    log(findings);
    return findings;
  }

  private static void open(Path path, String wanted, List<Finding> findings) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (OWNER.containsAll(permissions)) {
      return;
    }
    String what =
        "%s is open to others (%s)".formatted(path, PosixFilePermissions.toString(permissions));
    String fix = "run chmod " + wanted + " " + path;
    boolean grave =
        !Files.isDirectory(path)
            || permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    findings.add(
        grave
            ? Finding.error(
                NAME, what, fix + " and, if others use this machine, change what it protects")
            : Finding.warning(NAME, what, fix));
  }

  private void log(List<Finding> findings) throws IOException {
    if (Files.exists(home.log()) && Files.size(home.log()) > LARGE_LOG) {
      findings.add(
          Finding.warning(
              "log",
              "the daemon's log %s has grown to %s"
                  .formatted(home.log(), Amounts.bytes(Files.size(home.log()))),
              "see at its end what repeats itself; `stead serve --stop` and the next command begin"
                  + " a new one"));
    }
  }
}
