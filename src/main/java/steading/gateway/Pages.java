package steading.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What people see when no app answers: plain, small, and without naming any other app. */
final class Pages {
  /** When a client that was turned away may come again. */
  static final int RETRY_SECONDS = 10;

  static final String MAINTENANCE =
      page(
          "The application is being worked on",
          "A part of it is being replaced, which takes longer than usual. Please try again in a"
              + " moment.");

  static final String UNKNOWN_HOST =
      page(
          "Nothing is served here",
          "This server is running, but no application answers under this address. Check the"
              + " spelling of the address.");

  private Pages() {}

  /** Responses as HAProxy's {@code errorfile} wants them, by status. */
  static Map<Integer, String> responses() {
    Map<Integer, String> all = new TreeMap<>();
    put(
        all,
        400,
        "Bad Request",
        "This request cannot be understood",
        "Please go back and try again.");
    put(
        all,
        403,
        "Forbidden",
        "You may not enter from here",
        "This application is open to certain addresses only.");
    put(
        all,
        408,
        "Request Timeout",
        "The request took too long to arrive",
        "Please check your connection and try again.");
    failures(all);
    return all;
  }

  private static void failures(Map<Integer, String> all) {
    put(all, 500, "Internal Server Error", "Something went wrong", "Please try again in a moment.");
    put(
        all,
        502,
        "Bad Gateway",
        "The application gave no proper answer",
        "Something went wrong inside the application. Please try again.");
    put(
        all,
        503,
        "Service Unavailable",
        "The application is not available",
        "It may be starting or being updated. Please try again in a moment.");
    put(
        all,
        504,
        "Gateway Timeout",
        "The application took too long",
        "It is running, but did not answer in time. Please try again later.");
  }

  private static void put(
      Map<Integer, String> all, int status, String reason, String title, String text) {
    all.put(status, response(status + " " + reason, page(title, text), status >= 500));
  }

  /** Pages for requests that the gateway does not pass on, by status. */
  static Map<Integer, String> refusals() {
    return Map.of(
        411,
        page(
            "The size of this upload is not known",
            "This server takes uploads here only when they say beforehand how large they are."),
        413,
        page("This is too large", "The upload is larger than this server takes here."),
        414,
        page("This address is too long", "Please use a shorter one."),
        429,
        page(
            "That was a little much",
            "Too many requests came from your address. Please wait a few seconds and try again."),
        431,
        page(
            "This request says too much about itself",
            "Its headers are larger than this server takes. Deleting the cookies of this site"
                + " often helps."));
  }

  /**
   * @param message the owner's own words; empty for ours
   */
  static String maintenance(String message) {
    return page(
        "We are working on it",
        message.isEmpty()
            ? "The application is being maintained and will be back soon. Nothing is lost."
            : escaped(message));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String response(String status, String page, boolean again) {
    return String.join(
        "\r\n",
        "HTTP/1.1 " + status,
        "Content-Type: text/html; charset=utf-8",
        "Content-Length: " + page.getBytes(StandardCharsets.UTF_8).length,
        "Cache-Control: no-store",
        again ? "Retry-After: " + RETRY_SECONDS + "\r\nConnection: close" : "Connection: close",
        "",
        page);
  }

  private static String page(String title, String text) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s</title>
    <style>
    body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1rem;
      color: #222; background: #fff }
    @media (prefers-color-scheme: dark) { body { color: #ddd; background: #1a1a1a } }
    </style>
    </head>
    <body>
    <h1>%1$s</h1>
    <p>%2$s</p>
    </body>
    </html>
    """
        .formatted(title, text);
  }
}
