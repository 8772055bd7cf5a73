/**
 * YAML as a tree of nodes that know their line and column, small typed readers on top of it, and a
 * writer whose output reads back as the same strings. Reading never throws and never grows beyond a
 * fixed budget: whatever is wrong with a file, or hostile in it, becomes a problem with its place.
 */
@NullMarked
package steading.compose.yaml;

import org.jspecify.annotations.NullMarked;
