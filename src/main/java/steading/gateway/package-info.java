/**
 * Carries the traffic: routes become a HAProxy configuration, which is checked, loaded without
 * dropping a request, and seen to be in effect. The gateway's container needs nothing of this code
 * to go on serving, so whatever it must know stands in files that HAProxy reads or in names that
 * the Engine's DNS resolves. No request may ever reach an app that its host and path do not name.
 */
@NullMarked
package steading.gateway;

import org.jspecify.annotations.NullMarked;
