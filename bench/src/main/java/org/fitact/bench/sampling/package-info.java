/** What samples of trials know: how often intervals hold, and how many trials an estimator needs for one. */
package org.fitact.bench.sampling;
