/**
 * How answers of the daemon look to a person. Each view reads the documented JSON fields and prints
 * text; it asks nothing, decides nothing, and trusts no text that comes from an app.
 */
@NullMarked
package steading.cli.view;

import org.jspecify.annotations.NullMarked;
