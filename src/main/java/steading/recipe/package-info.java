/**
 * What an application needs that Compose cannot say: recipe.yaml, its versions, settings, tasks and
 * jobs. Reads files and judges values; knows nothing of a particular server, and calls no Engine.
 */
@NullMarked
package steading.recipe;

import org.jspecify.annotations.NullMarked;
