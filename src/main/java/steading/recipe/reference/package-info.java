/**
 * The format of recipes as its manual: one annotated example, of which the JSON Schema and the
 * reference page are made.
 */
@NullMarked
package steading.recipe.reference;

import org.jspecify.annotations.NullMarked;
