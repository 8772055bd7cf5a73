/**
 * Looks after the machine and its apps: what is wrong, and what to do about it. Nothing here
 * changes anything, nothing waits without a limit, and nothing that an app keeps secret may appear
 * in what is found.
 */
@NullMarked
package steading.watch;

import org.jspecify.annotations.NullMarked;
