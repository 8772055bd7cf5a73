/**
 * What an app needs the Engine to hold, what is there, and the steps from the one to the other with
 * the reason for each. Everything here is a function of its arguments: no call, no clock, no file,
 * no chance, so that the plan that is shown is the plan that is carried out. No step may delete
 * data that the owner did not ask to delete.
 */
@NullMarked
package steading.plan;

import org.jspecify.annotations.NullMarked;
