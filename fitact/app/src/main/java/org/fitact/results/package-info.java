/**
 * The results of a study as records that serialise to {@code results.json}, and their computation from the trials.
 */
package org.fitact.results;
