/**
 * What the owner of this server wants: the home directory, app.yaml, secrets, revisions and the
 * trash. Every write here is atomic and survives a power cut. Nothing in this package looks at what
 * runs, and no secret value may reach a log, an exception or a toString.
 */
@NullMarked
package steading.app;

import org.jspecify.annotations.NullMarked;
