/**
 * Repositories, where capsules are kept: which there are, and restic, which alone reads and writes
 * them, each time in a container of its own that goes when its work is done. Kinds of repositories
 * differ in nothing but their {@link steading.capsule.repo.Place}.
 */
@NullMarked
package steading.capsule.repo;

import org.jspecify.annotations.NullMarked;
