/**
 * The certificates that the gateway shows, as files that HAProxy reads. Private keys are made here
 * and leave only into files that their reader alone may open; a pair is written whole or not at
 * all.
 */
@NullMarked
package steading.gateway.tls;

import org.jspecify.annotations.NullMarked;
