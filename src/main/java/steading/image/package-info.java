/**
 * Decides where an app's images come from and gets them: upstream images pinned by digest where a
 * registry answers, else our own recipes built on Debian bases that this machine bootstraps itself.
 * Nothing here starts containers or knows about apps, and no registry or mirror is named here: the
 * machine's own apt sources and Docker configuration say where things are fetched.
 */
@NullMarked
package steading.image;

import org.jspecify.annotations.NullMarked;
