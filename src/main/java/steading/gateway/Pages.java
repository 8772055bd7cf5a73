package steading.gateway;

import java.nio.charset.StandardCharsets;

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

  /** A response as HAProxy's {@code errorfile} wants it. */
  static String response(int status) {
    return switch (status) {
      case 502 ->
          response(
              "502 Bad Gateway",
              page(
                  "The application gave no proper answer",
                  "Something went wrong inside the application. Please try again."));
      case 504 ->
          response(
              "504 Gateway Timeout",
              page(
                  "The application took too long",
                  "It is running, but did not answer in time. Please try again later."));
      default ->
          response(
              "503 Service Unavailable",
              page(
                  "The application is not available",
                  "It may be starting or being updated. Please try again in a moment."));
    };
  }

  private static String response(String status, String page) {
    return String.join(
        "\r\n",
        "HTTP/1.1 " + status,
        "Content-Type: text/html; charset=utf-8",
        "Content-Length: " + page.getBytes(StandardCharsets.UTF_8).length,
        "Cache-Control: no-store",
        "Retry-After: " + RETRY_SECONDS,
        "Connection: close",
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
