/** Running JMH in forks, its results as files, and what two of them have in common. */
package org.fitact.bench.run;
