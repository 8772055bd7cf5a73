package steading.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the Engine listens.
 *
 * @param certificates directory with ca.pem, cert.pem and key.pem; null without TLS
 */
record EngineAddress(URI uri, @Nullable Path certificates) {
  static final String USUAL = "unix:///var/run/docker.sock";

  static EngineAddress find(@Nullable String dockerHost, Map<String, String> environment) {
    String host = dockerHost;
    if (host == null || host.isBlank()) {
      host = environment.getOrDefault("DOCKER_HOST", "");
    }
    URI uri = parse(host.isBlank() ? USUAL : host.strip());
    boolean tls =
        !uri.getScheme().equals("unix")
            && !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    return new EngineAddress(uri, tls ? certificateDirectory(environment) : null);
  }

  boolean unix() {
    return uri.getScheme().equals("unix");
  }

  private static URI parse(String host) {
    try {
      URI uri = URI.create(host.startsWith("/") ? "unix://" + host : host);
      String scheme = String.valueOf(uri.getScheme());
      boolean socket = scheme.equals("unix") && uri.getPath() != null && !uri.getPath().isEmpty();
      boolean network = scheme.equals("tcp") && uri.getHost() != null;
      if (!socket && !network) {
        throw refused(host, null);
      }
      return network && uri.getPort() < 0 ? URI.create("tcp://" + uri.getHost() + ":2375") : uri;
    } catch (IllegalArgumentException e) {
      throw refused(host, e);
    }
  }

  private static EngineException refused(String host, @Nullable IllegalArgumentException cause) {
    return new EngineException(
        EngineException.Reason.BAD_REQUEST,
        "\"" + host + "\" is no Engine address; write unix:///PATH or tcp://HOST:PORT",
        cause);
  }

  private static Path certificateDirectory(Map<String, String> environment) {
    String path = environment.getOrDefault("DOCKER_CERT_PATH", "");
    return path.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", "/root"), ".docker")
        : Path.of(path);
  }
}
