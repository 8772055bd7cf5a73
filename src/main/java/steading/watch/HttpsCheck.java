package steading.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import steading.app.GatewaySettings;
import steading.app.Home;
import steading.gateway.tls.InternalCa;

/** Whether people who call an app's address get an answer. */
final class HttpsCheck {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration RENEWAL_IS_LATE = Duration.ofDays(14);
  private static final int SERVER_ERROR = 500;

  private final Home home;
  private final Clock clock;

  HttpsCheck(Home home, Clock clock) {
    this.home = home;
    this.clock = clock;
  }

  List<Finding> look(String app, String host, String path) throws IOException {
    GatewaySettings front = home.front();
    int port = front.plain() ? home.httpPort() : home.httpsPort();
    String url =
        (front.plain() ? "http://" : "https://") + host + (port == 443 ? "" : ":" + port) + path;
    HttpsProbe probe = new HttpsProbe(Trust.of(roots()), LIMIT, front.behind());
    try {
      HttpsProbe.Answer answer =
          front.plain() ? probe.passOn(host, port, path) : probe.get(host, port, path);
      return List.of(judge(name(host), app, url, answer));
    } catch (SSLException e) {
      return List.of(
          Finding.error(
              name(host),
              "%s shows no certificate that is valid for it: %s".formatted(url, e.getMessage()),
              "`stead apply " + app + "` makes the gateway look at its certificates again"));
    } catch (IOException e) {
      return List.of(
          Finding.error(
              name(host),
              "%s does not answer on this machine: %s".formatted(url, e.getMessage()),
              "see what is said of the gateway and of this app's services"));
    }
  }

  /** The internal authority's, and that of a private one that was named. */
  private List<Path> roots() {
    List<Path> roots = new ArrayList<>(List.of(InternalCa.rootCertificate(home)));
    Path named = home.tls().acme().root();
    if (named != null) {
      roots.add(named);
    }
    return roots;
  }

  static String name(String host) {
    return "https " + host;
  }

  Finding judge(String check, String app, String url, HttpsProbe.Answer answer) {
    String what =
        "%s answers %d in %d ms".formatted(url, answer.status(), answer.took().toMillis());
    if (answer.status() >= SERVER_ERROR) {
      return Finding.error(
          check, what + ", which is a failure of the app", "see why in `stead logs " + app + "`");
    }
    Duration left = Duration.between(clock.instant(), answer.expires());
    return left.compareTo(RENEWAL_IS_LATE) < 0
        ? Finding.warning(
            check,
            what + ", but its certificate ends in " + Amounts.time(left),
            "`stead apply "
                + app
                + "`; it should have been renewed by itself: see the daemon's log")
        : Finding.ok(check, what);
  }
}
