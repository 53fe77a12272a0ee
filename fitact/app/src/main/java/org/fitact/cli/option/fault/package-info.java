/** Options that say which faults strike, in memory and in what is computed, and which images a trial is told by. */
package org.fitact.cli.option.fault;
