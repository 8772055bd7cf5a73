/**
 * Databases, dumped and loaded with the tools of their own containers. A dump counts only when its
 * tool said that it went well, when it holds something, and when it is whole to its end.
 */
@NullMarked
package steading.capsule.database;

import org.jspecify.annotations.NullMarked;
