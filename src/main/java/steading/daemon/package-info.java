/**
 * The process that does the work: wires the parts by hand, holds the lock of each app, runs the
 * verbs that a caller may ask for, and the jobs that are due. A verb says who may wait for what and
 * in which order things are asked; how they are done stands in the packages before. No app and no
 * gateway may need this process to go on serving.
 */
@NullMarked
package steading.daemon;

import org.jspecify.annotations.NullMarked;
