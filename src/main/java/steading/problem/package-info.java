/**
 * What a person is told when something is not as it should be: what happened, where, why, what to
 * do about it, and how the command ends. It knows nothing of the rest, so that everything else may
 * use it; no problem is told without a way out, and none carries a secret.
 */
@NullMarked
package steading.problem;

import org.jspecify.annotations.NullMarked;
