/** JMH benchmarks of the engine; each validates its result before it is timed and says in its Javadoc how to run it. */
package org.fitact.bench;
