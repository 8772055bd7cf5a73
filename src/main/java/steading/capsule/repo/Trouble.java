package steading.capsule.repo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import steading.problem.Problem;

/** What can be wrong with a place, and the words by which servers and programs say so. */
enum Trouble {
  // Those that explain others come first.
  CLOCK(
      "repo.clock",
      "the server's clock and this machine's differ too much",
      "set this machine's clock (timedatectl), or have the server's set",
      "requesttimetooskewed",
      "request time and the current time is too large",
      "time difference between the request"),
  FULL(
      "repo.full",
      "there is no room left",
      "make room there, or give capsules less time to live",
      "no space left on device",
      "quota exceeded",
      "quotaexceeded",
      "insufficientstorage",
      "insufficient storage",
      "storagefull",
      "accountquota",
      "status: 507",
      "(507)"),
  HOST_KEY(
      "repo.host-key",
      "the server does not show the host key that it was added with",
      "find out whether the server was really changed; if so, remove the repository and add it"
          + " again, which shows the new key",
      "host key verification failed",
      "remote host identification has changed",
      "no matching host key"),
  CREDENTIALS(
      "repo.credentials",
      "the server does not accept the credentials",
      "look whether they are whole and still valid",
      "invalidaccesskeyid",
      "signaturedoesnotmatch",
      "invalidtoken",
      "expiredtoken",
      "authenticationfailed",
      "authorizationfailure",
      "invalidauthenticationinfo",
      "permission denied (publickey",
      "permission denied, please try again",
      "error in libcrypto",
      "invalid format",
      "http response code: 401",
      "401 unauthorized",
      "unexpected http response (401)"),
  DENIED(
      "repo.denied",
      "the credentials are right, but not allowed to do this",
      "give them the right to list, read, write and delete there",
      "accessdenied",
      "access denied",
      "authorizationpermissionmismatch",
      "insufficientaccountpermissions",
      "403 forbidden",
      "unexpected http response (403)",
      "forbidden",
      "permission denied"),
  NO_BUCKET(
      "repo.no-bucket",
      "there is no such bucket or container",
      "make it first, and mind how it is spelt",
      "nosuchbucket",
      "bucket does not exist",
      "containernotfound",
      "the specified container does not exist"),
  REGION(
      "repo.region",
      "the bucket is in another region",
      "name the region with --region",
      "permanentredirect",
      "authorizationheadermalformed",
      "illegallocationconstraint"),
  NO_HOST(
      "repo.no-host",
      "the server's name is not known",
      "mind how it is spelt; a name that no name server knows needs --resolve NAME=ADDRESS",
      "no such host",
      "could not resolve",
      "server misbehaving",
      "name or service not known"),
  TLS(
      "repo.tls",
      "the server's certificate is not trusted",
      "if its authority is your own, give that authority's certificate with --ca FILE",
      "x509:",
      "certificate",
      "tls:",
      "ssl"),
  REFUSED(
      "repo.unreachable",
      "the server does not answer",
      "look whether it runs, and whether a firewall is between",
      "connection refused",
      "connection timed out",
      "no route to host",
      "network is unreachable",
      "i/o timeout",
      "timed out",
      "handshake timeout",
      "timeout awaiting",
      "deadline exceeded"),
  BROKEN(
      "repo.broken-off",
      "the connection breaks off",
      "look at the network between here and there",
      "connection reset",
      "unexpected eof",
      "broken pipe",
      "connection lost",
      "connection closed",
      "http2: ",
      "unexpected end",
      "closed network connection",
      "server closed",
      "subsystem request failed",
      ": eof",
      "ssh command exited"),
  SERVER(
      "repo.server",
      "the server answers with an error of its own",
      "look at the server's own log, and do it again later",
      "internalerror",
      "internal error",
      "500 internal",
      "(500)",
      "502 bad gateway",
      "(502)",
      "503 service",
      "(503)",
      "504 gateway",
      "(504)",
      "slowdown",
      "serverbusy",
      "service unavailable");

  private final String code;
  private final String what;
  private final String fix;

  /** One a line. */
  private final String words;

  Trouble(String code, String what, String fix, String... words) {
    this.code = code;
    this.what = what;
    this.fix = fix;
    this.words = String.join("\n", words);
  }

  /** The first that the text speaks of. */
  static Optional<Trouble> in(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    for (Trouble each : values()) {
      if (each.words.lines().anyMatch(small::contains)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  static Optional<Trouble> in(List<String> lines) {
    return in(String.join("\n", lines));
  }

  /** Whether it may be over in a few minutes. */
  boolean passing() {
    return switch (this) {
      case REFUSED, BROKEN, SERVER, NO_HOST -> true;
      default -> false;
    };
  }

  String what() {
    return what;
  }

  /**
   * @param named the repository, as the beginning of a sentence
   */
  Problem problem(String named) {
    return Problem.failed(code, named + ": " + what, fix);
  }
}
