/**
 * What a terminal can do and may be shown: whether it is one, its width and colours, tables, the
 * progress of a plan, and the removal of whatever an app could do to it. Knows no command.
 */
@NullMarked
package steading.cli.terminal;

import org.jspecify.annotations.NullMarked;
