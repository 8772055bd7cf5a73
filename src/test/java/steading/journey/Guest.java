package steading.journey;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person at a site whose pages need no scripts: keeps cookies, fills in forms, is led on. */
final class Guest {
  private static final int MOST_STEPS = 5;

  private final Web web;
  private final Map<String, String> cookies = new TreeMap<>();

  Guest(Web web) {
    this.web = web;
  }

  Web.Answer get(String path) throws IOException {
    return follow(ask("GET", path, List.of(), ""));
  }

  /** Sends a form as the page at the same address would. */
  Web.Answer submit(String path, Map<String, String> form) throws IOException {
    String body =
        form.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    return follow(
        ask("POST", path, List.of("Content-Type: application/x-www-form-urlencoded"), body));
  }

  Web.Answer postJson(String path, String json) throws IOException {
    return ask("POST", path, List.of("Content-Type: application/json"), json);
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  /** The value of the field that a page's form has under this name; empty without one. */
  static String field(Web.Answer page, String name) {
    Matcher input =
        Pattern.compile("<input[^>]*name=[\"']" + Pattern.quote(name) + "[\"'][^>]*>")
            .matcher(page.body());
    if (!input.find()) {
      return "";
    }
    Matcher value = Pattern.compile("value=[\"']([^\"']*)[\"']").matcher(input.group());
    return value.find() ? value.group(1) : "";
  }

  private Web.Answer follow(Web.Answer first) throws IOException {
    Web.Answer answer = first;
    for (int i = 0; i < MOST_STEPS && answer.headers().containsKey("location"); i++) {
      URI next = URI.create(answer.headers().get("location"));
      String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
      answer = ask("GET", next.getRawPath() + query, List.of(), "");
    }
    return answer;
  }

  private Web.Answer ask(String method, String path, List<String> more, String body)
      throws IOException {
    List<String> lines = new ArrayList<>(more);
    // Django compares the page that a form came from.
    lines.add("Referer: https://" + web.host() + ":" + web.port() + path);
    if (!cookies.isEmpty()) {
      lines.add(
          "Cookie: "
              + cookies.entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue())
                  .collect(Collectors.joining("; ")));
    }
    Web.Answer answer = web.request(method, path, lines, body);
    for (String line : answer.headers().getOrDefault("set-cookie", "").split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        cookies.put(line.substring(0, equals), line.substring(equals + 1).split(";", 2)[0]);
      }
    }
    return answer;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
