/**
 * The Compose Specification: files become one typed, resolved {@link steading.compose.Project}, and
 * a project becomes its canonical text. Nothing here talks to an Engine or changes a file. What a
 * Compose file may ask of the host is decided in {@link steading.compose.Policy} and nowhere else.
 */
@NullMarked
package steading.compose;

import org.jspecify.annotations.NullMarked;
