/** Options that say which faults strike what is computed. */
package org.fitact.cli.option.fault;
