package steading.journey;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Words that mean something to somebody else: to a shell, a terminal, a parser, a file system. */
final class HostileInputs {
  /** What a forged line of output would begin with. */
  static final String FORGED = "stead: forged";

  private HostileInputs() {}

  /** Whatever of it is executed leaves a file in the canary directory. */
  static List<String> all(Path canary) {
    List<String> all = new ArrayList<>(shells(canary.resolve("sung").toString()));
    all.addAll(paths());
    all.addAll(terminals());
    all.addAll(letters());
    all.addAll(parsers(canary.resolve("sung").toString()));
    return List.copyOf(all);
  }

  /** Too long for an argument of a program; they come over the socket and in files. */
  static List<String> huge() {
    return List.of("A".repeat(1 << 20), "$(x)".repeat(225_000), "\u202eé😀".repeat(60_000));
  }

  private static List<String> shells(String file) {
    return List.of(
        "$(touch " + file + ")",
        "`touch " + file + "`",
        "; touch " + file,
        "| touch " + file,
        "&& touch " + file,
        "|| touch " + file,
        "& touch " + file + " &",
        "x\ntouch " + file + "\n" + FORGED,
        "x\rtouch " + file,
        "x\r\n" + FORGED,
        "' ; touch " + file + " ; '",
        "\" ; touch " + file + " ; \"",
        "<(touch " + file + ")",
        "> " + file,
        "$((1+1))",
        "${HOME}",
        "${IFS}touch${IFS}" + file,
        "$'\\x41'",
        "~root",
        "*",
        "?[a-z]{a,b}",
        "!!",
        "\\",
        "#",
        "-",
        "--",
        "--yes",
        "-rf",
        "--privileged=true",
        "");
  }

  private static List<String> paths() {
    return List.of(
        ".",
        "..",
        "../../../../etc/passwd",
        "..%2f..%2fetc",
        "/etc/passwd",
        "/",
        "a/../../b",
        "C:\\windows",
        "file:///etc/passwd",
        "x\u0000y",
        "\u0000");
  }

  private static List<String> terminals() {
    return List.of(
        "\u001b[2J\u001b[H" + FORGED,
        "\u001b]52;c;cm0gLXJmIC8=\u0007",
        "\u001b]0;title\u001b\\",
        "\u009b31mred",
        "\u0007\b\b\u007f",
        "\u001b[1A\u001b[2K" + FORGED,
        "\u0085next\u2028line\u2029paragraph");
  }

  private static List<String> letters() {
    return List.of(
        "\u202egpj.exe",
        "\u2066isolated\u2069",
        "מזל טוב",
        "tіckets",
        "ｔｉｃｋｅｔｓ",
        "a\u200bb\u200cc\u200dd\ufeff",
        "👩\u200d👩\u200d👧",
        "Z\u0351\u036b\u0343\u036a\u0302\u0311",
        "e\u0301",
        "İstanbul",
        "ß",
        "\ue000\ufffe\ud83d\udfff",
        " ",
        "\u00a0",
        "\t");
  }

  private static List<String> parsers(String file) {
    return List.of(
        "%s%n%x%1$s",
        "${jndi:ldap://127.0.0.1/x}",
        "{{ 7*7 }}",
        "{% raw %}",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' OR '1'='1' --",
        "'; DROP TABLE operations; --",
        "{\"a\": [1, null]}",
        "\"}\n{\"frame\":\"end\"}",
        "a: b",
        "- a",
        "*anchor",
        "&anchor x",
        "!!java.net.URL [http://127.0.0.1/]",
        "[",
        "{",
        "|",
        "null",
        "true",
        "1e999",
        "99999999999999999999",
        "-1",
        "0x7f",
        "NaN",
        "999999999999999999d",
        "a\n  bind *:1\n  http-request lua.x",
        "x if { always_true }",
        "FROM scratch\nRUN touch " + file,
        "a=b",
        "a,b",
        "steading");
  }
}
