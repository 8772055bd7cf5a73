/**
 * What the Compose Specification allows at each place of a project in long form: one description of
 * every key, from which the check of a file and the canonical text are both made.
 */
@NullMarked
package steading.compose.schema;

import org.jspecify.annotations.NullMarked;
