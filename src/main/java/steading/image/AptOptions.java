package steading.image;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's own settings for apt that decide whether its mirrors can be used at all. */
final class AptOptions {
  private static final Pattern LINE =
      Pattern.compile("(?<name>[A-Za-z0-9:._-]+) \"(?<value>[^\"]+)\";");
  private static final Pattern CARRIED =
      Pattern.compile(
          "Acquire::(?:Check-Valid-Until|Check-Date|Retries|(?:http|https)::Proxy(?:::.+)?)");

  private AptOptions() {}

  static Map<String, String> ofMachine() {
    return HostProgram.find("apt-config")
        .flatMap(program -> HostProgram.outputOf(List.of(program.toString(), "dump")))
        .map(AptOptions::parse)
        .orElse(Map.of());
  }

  /**
   * @param dump what {@code apt-config dump} prints
   */
  static Map<String, String> parse(String dump) {
    Map<String, String> options = new TreeMap<>();
    for (String line : dump.lines().toList()) {
      Matcher matcher = LINE.matcher(line.strip());
      if (matcher.matches() && CARRIED.matcher(matcher.group("name")).matches()) {
        boolean proxy = matcher.group("name").contains("::Proxy");
        if (!proxy || HostProxies.reachable(matcher.group("value"))) {
          options.put(matcher.group("name"), matcher.group("value"));
        }
      }
    }
    return options;
  }

  static String lines(Map<String, String> options) {
    StringBuilder text = new StringBuilder();
    options.forEach((name, value) -> text.append(name).append(" \"").append(value).append("\";\n"));
    return text.toString();
  }
}
