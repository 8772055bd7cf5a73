package steading.compose;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.problem.Inert;
import steading.problem.Nearest;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/**
 * The constructs that an owner may allow an app by name, and how such a grant is written: {@code
 * host-mount=/srv/media}. What each of them guards is {@link Policy}'s business.
 */
public final class Grants {
  private static final int LONGEST = 4096;
  private static final int SHOWN = 40;
  private static final Map<String, String> KNOWN = known();

  private Grants() {}

  private static Map<String, String> known() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("publish", "8080");
    known.put("host-mount", "/srv/media");
    known.put("engine-socket", "SERVICE");
    known.put("privileged", "SERVICE");
    known.put("cap-add", "SERVICE:NET_ADMIN");
    known.put("device", "SERVICE:/dev/dri");
    known.put("host-namespace", "SERVICE:network");
    known.put("security-opt", "SERVICE:seccomp:unconfined");
    known.put("sysctl", "SERVICE:net.core.rmem_max");
    known.put("log-driver", "SERVICE:syslog");
    known.put("volume-driver", "VOLUME");
    known.put("network-driver", "NETWORK");
    known.put("external", "NAME");
    known.put("build-context", "/srv/source");
    known.put("env-file", "/srv/shared.env");
    known.put("file", "/srv/secret.txt");
    known.put("adopt", "PROJECT");
    known.put("label", "com.docker.compose.project");
    known.put("subpath", "SERVICE");
    rare(known);
    return Collections.unmodifiableMap(known);
  }

  private static void rare(Map<String, String> known) {
    known.put("project-file", "/srv/shared/compose.yaml");
    known.put("image-tag", "NAME:TAG");
    known.put("build-network", "SERVICE:host");
    known.put("subnet", "192.0.2.0/24");
    known.put("device-request", "SERVICE:gpu");
    known.put("device-cgroup-rule", "SERVICE:c 1:3 mr");
    known.put("runtime", "SERVICE:NAME");
    known.put("cgroup-parent", "SERVICE:PATH");
    known.put("oom-kill-disable", "SERVICE");
    known.put("oom-score", "SERVICE:-500");
    known.put("cpu-realtime", "SERVICE");
    known.put("storage-opt", "SERVICE:size=10G");
    known.put("blkio", "SERVICE:/dev/sda");
    known.put("external-link", "SERVICE:CONTAINER");
    known.put("volumes-from", "SERVICE:CONTAINER");
    known.put("propagation", "SERVICE:shared");
    known.put("relabel", "/srv/media");
    known.put("privileged-hook", "SERVICE");
    known.put("annotation", "SERVICE:KEY");
    known.put("endpoint-option", "SERVICE:KEY");
    known.put("gateway-name", "SERVICE:NAME");
  }

  /** The constructs, with an example of what is granted of each. */
  public static Map<String, String> constructs() {
    return KNOWN;
  }

  static void require(String construct) {
    if (!KNOWN.containsKey(construct)) {
      throw new IllegalStateException(construct + " could never be granted: list it here");
    }
  }

  /**
   * A grant in its one spelling; empty when a problem was added.
   *
   * @param place where it stands, null when it was given on a command line
   */
  public static Optional<String> read(String text, @Nullable Place place, Problems problems) {
    int equals = text.indexOf('=');
    String construct = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    String example = KNOWN.get(construct);
    if (example == null) {
      problems.add(problem(place, unknown(construct), near(construct)));
      return Optional.empty();
    }
    if (value.isEmpty() || value.length() > LONGEST || hostile(value)) {
      problems.add(
          problem(
              place,
              "the grant " + construct + " does not say what it allows",
              "write for example " + construct + "=" + example));
      return Optional.empty();
    }
    return Optional.of(construct + "=" + (value.startsWith("/") ? clean(value) : value));
  }

  private static String unknown(String construct) {
    String shown = construct.length() > SHOWN ? construct.substring(0, SHOWN) + "…" : construct;
    return "there is nothing named \"" + shown + "\" to grant";
  }

  private static String near(String construct) {
    String known = "known are " + String.join(", ", KNOWN.keySet());
    String near = Nearest.of(construct, KNOWN.keySet());
    return near == null ? known : "did you mean " + near + "? " + known;
  }

  private static Problem problem(@Nullable Place place, String what, String fix) {
    return place == null
        ? Problem.usage("grant.bad", what, fix)
        : Problem.at(place, "grant.bad", what, fix);
  }

  private static boolean hostile(String value) {
    return value.codePoints().anyMatch(Inert::isHostile);
  }

  /** As {@link Policy} names paths. */
  private static String clean(String path) {
    return Path.of(path).normalize().toString();
  }

  /** Those of {@code grants} that let nothing pass: spelled wrong, or no longer needed. */
  public static Set<String> idle(Project project, Set<String> grants) {
    int refused = Policy.check(project, grants).size();
    Set<String> idle = new TreeSet<>();
    for (String grant : grants) {
      Set<String> fewer = new HashSet<>(grants);
      fewer.remove(grant);
      if (!grant.startsWith("adopt=") && Policy.check(project, fewer).size() == refused) {
        idle.add(grant);
      }
    }
    return idle;
  }
}
