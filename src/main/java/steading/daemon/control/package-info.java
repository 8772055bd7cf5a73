/**
 * How a command and the daemon speak: newline-delimited JSON frames on a Unix-domain socket in the
 * home, and how the daemon is started, found and stopped. Nothing here knows what a verb does, and
 * nothing that a caller sends may reach a log or a terminal unchecked.
 */
@NullMarked
package steading.daemon.control;

import org.jspecify.annotations.NullMarked;
