package steading.gateway.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates that were read and judged before need not be judged again. */
public final class ReadBundles {
  private final Map<String, Read> read = new ConcurrentHashMap<>();

  private record Read(String text, Optional<Bundle> bundle) {}

  /**
   * @param name under which the latest text is remembered
   */
  public Optional<Bundle> of(String name, String text) {
    return read.compute(
            name,
            (_, known) ->
                known != null && known.text().equals(text)
                    ? known
                    : new Read(text, Bundle.read(text)))
        .bundle();
  }
}
