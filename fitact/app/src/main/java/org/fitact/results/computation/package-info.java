/** What struck the computation of a network, and what its checks saw, as means over the trials. */
package org.fitact.results.computation;
