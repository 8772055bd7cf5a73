package steading.gateway;

/** Where things are inside the gateway's container. */
final class Inside {
  static final int HTTP_PORT = 8080;
  static final int HTTPS_PORT = 8443;
  static final String CONFIGS = "/gateway/config";
  static final String CERTIFICATES = "/gateway/certs";
  static final String SOCKETS = "/gateway/run";
  static final String ADMIN_SOCKET = SOCKETS + "/admin.sock";
  static final String MASTER_SOCKET = SOCKETS + "/master.sock";

  private Inside() {}

  static String configuration(String generation) {
    return CONFIGS + "/" + generation + "/haproxy.cfg";
  }

  static String certificate(String name) {
    return CERTIFICATES + "/" + name + ".pem";
  }
}
