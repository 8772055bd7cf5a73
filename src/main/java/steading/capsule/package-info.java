/**
 * Capsules: one consistent moment of an app as one snapshot of a repository, and everything that is
 * made of one. An app's data is only ever read by a helper that mounts it, never through the
 * Engine's copying, and nothing here believes in a backup whose every part did not say that it went
 * well.
 */
@NullMarked
package steading.capsule;

import org.jspecify.annotations.NullMarked;
