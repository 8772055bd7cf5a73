package steading.gateway.tls;

import java.util.Optional;

/** Looks, before an authority is asked, whether it could find our answer. */
interface Preflight {
  /** What would make the authority refuse, and what to do about it; empty when nothing is known. */
  Optional<String> trouble(String name);
}
