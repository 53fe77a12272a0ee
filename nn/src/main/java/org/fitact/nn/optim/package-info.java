/** Optimisers and the schedules of their learning rate. */
package org.fitact.nn.optim;
