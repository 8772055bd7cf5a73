/**
 * The {@code stead} command: one small class for each word, which turns arguments into a request of
 * the daemon and the answer into text or JSON. It decides nothing about apps; what it prints and
 * the exit codes are a contract with people's scripts.
 */
@NullMarked
package steading.cli;

import org.jspecify.annotations.NullMarked;
