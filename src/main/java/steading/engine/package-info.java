/**
 * The Docker Engine behind our own records. Requests are written against the Engine's HTTP API, one
 * connection each, with status codes, streams and limits in plain sight.
 *
 * <p>No type of a library may appear in a public signature, no decision about what should run is
 * taken here, and no answer is judged by its words where a status code or a look at the state tells
 * the same.
 */
@NullMarked
package steading.engine;

import org.jspecify.annotations.NullMarked;
