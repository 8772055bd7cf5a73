/**
 * Carries plans out: looks at what there is, does the steps that nothing holds back, notes each
 * before and after in a journal, and goes back when one fails. What is to be done is decided in
 * {@link steading.plan.Planner} and nowhere here, and no state in memory may matter that a killed
 * process could not find again in the journal or on the Engine.
 */
@NullMarked
package steading.apply;

import org.jspecify.annotations.NullMarked;
