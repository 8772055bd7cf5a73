package steading.journey;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What people do at docassemble: some in the browser, some with scripts. */
record DocassembleSite(Installation stead, Browser browser, String host) {
  static final String SIGN_IN = "/user/sign-in";

  String address() {
    return "https://" + host + ":" + stead.httpsPort;
  }

  void logIn(String below, String email, String password) {
    browser.go(address() + below + SIGN_IN);
    browser.forgetCookies();
    browser.go(address() + below + SIGN_IN);
    browser.type("[name=email]", email);
    browser.type("[name=password]", password);
    browser.click("form[role=form] [type=submit]");
    browser.awaitText(email);
  }

  /** What the site answers to somebody who tries this. */
  Web.Answer tried(String email, String password) throws IOException {
    Guest guest = new Guest(stead.web(host));
    Web.Answer page = guest.get(SIGN_IN);
    return guest.submit(
        SIGN_IN,
        Map.of(
            "next",
            Guest.field(page, "next"),
            "reg_next",
            Guest.field(page, "reg_next"),
            "csrf_token",
            Guest.field(page, "csrf_token"),
            "email",
            email,
            "password",
            password,
            "submit",
            "Sign in"));
  }

  void begin(String below, String interview) {
    browser.go(address() + below + "/interview?i=" + interview + "&reset=1");
  }

  /** The first two letters of the file with this ending to which the page leads. */
  String startsOf(String ending) {
    return browser
        .script(
            """
            const link = [...document.querySelectorAll('a[href]')]
                .find(a => new URL(a.href).pathname.endsWith('.' + arguments[0]));
            if (!link) return 'no link in ' + document.body.innerHTML;
            const request = new XMLHttpRequest();
            request.open('GET', link.href, false);
            request.overrideMimeType('text/plain; charset=x-user-defined');
            request.send();
            return request.status === 200 ? request.responseText.slice(0, 2) : String(request.status);
            """,
            ending)
        .asText();
  }

  int asked(String path, String origin) throws IOException {
    return stead.web(host).request("GET", path, List.of("Origin: " + origin), "").status();
  }

  /** What the server says first on a websocket that the browser opens. */
  String greeting(String path) {
    browser.script(
        """
        window.said = '';
        const socket = new WebSocket(location.origin.replace('https', 'wss') + arguments[0]
            + 'socket.io/?EIO=4&transport=websocket');
        socket.onmessage = event => { window.said = window.said || event.data; socket.close(); };
        socket.onerror = () => { window.said = window.said || 'failed'; };
        """,
        path);
    Installation.await(
        "the websocket server says something",
        Duration.ofMinutes(4),
        () -> !browser.script("return window.said").asText().isEmpty());
    return browser.script("return window.said").asText();
  }
}
