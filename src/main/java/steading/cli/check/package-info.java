/** Tries a recipe out in an installation made for it and taken away afterwards. */
@NullMarked
package steading.cli.check;

import org.jspecify.annotations.NullMarked;
