/** Every differentiable op against finite differences on the reference backend, and the tape's bookkeeping. */
package org.fitact.tensor.autograd;
