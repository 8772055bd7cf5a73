package steading.image;

import java.util.List;
import java.util.regex.Pattern;
import steading.problem.Problem;

/** What a person can do about a failed build, told from the last lines of its output. */
final class BuildAdvice {
  private record Advice(Pattern sign, String code, String fix) {}

  private static final List<Advice> ADVICE =
      List.of(
          advice(
              "no space left on device|disk quota exceeded|not enough free space",
              "image.no-space",
              "free disk space, for instance with \"stead gc\", then try again"),
          advice(
              "certificate verify failed|certificate signed by unknown|self.signed certificate"
                  + "|unable to get local issuer",
              "image.untrusted",
              "install the certificate authority of your proxy on this machine with"
                  + " update-ca-certificates, remove the image steading/debian, then try again"),
          advice(
              "could not resolve|temporary failure (?:in name resolution|resolving)"
                  + "|network is unreachable|connection (?:refused|timed out|reset)|unable to connect"
                  + "|failed to connect|no route to host|i/o timeout|failed to establish a new connection",
              "image.no-network",
              "check that containers on this machine reach the network (DNS, firewall, proxy),"
                  + " then try again"),
          advice(
              "unable to locate package|has no installation candidate|404 +not found"
                  + "|failed to fetch",
              "image.no-package",
              "check the package's name for this Debian release, and that this machine's package"
                  + " sources work: apt-get update"),
          advice(
              "no matching distribution found|could not find a version that satisfies",
              "image.no-package",
              "check the version of the Python package that the last lines name"),
          advice(
              "requires buildkit|unknown flag: mount|unknown flag: (?:link|chmod)",
              "image.needs-buildkit",
              "leave out what only BuildKit knows (RUN --mount, COPY --link, COPY --chmod)"),
          advice(
              "copy failed|add failed|file not found in build context",
              "image.build-failed",
              "put the file into the build context, and check that .dockerignore does not hide it"));

  private BuildAdvice() {}

  /**
   * @param what failed, in words
   * @param output its last lines
   */
  static Problem problem(String what, String output) {
    return ADVICE.stream()
        .filter(advice -> advice.sign().matcher(output).find())
        .findFirst()
        .map(advice -> Problem.failed(advice.code(), what, advice.fix()))
        .orElseGet(() ->
            Problem.failed("image.build-failed", what, "mend what the last lines complain about"))
        .because(
            output.isBlank() ? "" : "the last lines were:\n" + BuildOutput.plain(output) + "\n");
  }

  private static Advice advice(String sign, String code, String fix) {
    return new Advice(Pattern.compile(sign, Pattern.CASE_INSENSITIVE), code, fix);
  }
}
