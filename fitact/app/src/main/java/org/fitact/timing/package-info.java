/** What things take, measured in turns within this process: estimates, which JMH's forks in {@code bench} make exact. */
package org.fitact.timing;
