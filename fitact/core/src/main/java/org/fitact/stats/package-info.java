/**
 * Statistics of trials: summaries with Student-t and bootstrap intervals, paired comparisons with the Wilcoxon
 * signed-rank test, the design of a campaign from a pilot run, and the rule that stops it. The unit is a trial. Nothing
 * here depends on the order in which trials were run, on threads or on the clock.
 */
package org.fitact.stats;
