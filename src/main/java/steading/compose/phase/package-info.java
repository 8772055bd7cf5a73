/**
 * From Compose files to one normalised tree, phase by phase: parse, fill in variables, long forms,
 * extends, include, merge, check, defaults and paths, normalise, profiles, consistency. Each phase
 * is a small class over trees of nodes that know where they stand; none stops at the first problem.
 */
@NullMarked
package steading.compose.phase;

import org.jspecify.annotations.NullMarked;
