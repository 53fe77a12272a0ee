/** Estimators that need fewer trials than trials alone: what can be computed is not drawn. */
package org.fitact.estimate;
