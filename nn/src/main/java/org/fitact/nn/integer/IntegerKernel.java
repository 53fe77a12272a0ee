package org.fitact.nn.integer;

import org.fitact.tensor.integer.NodeRun;

/** Computes one value of some images from the values before it. */
@FunctionalInterface
interface IntegerKernel {

    /** @param values by number, row-major, of as many images; that of the node is modified */
    void run(int images, long[][] values, NodeRun run);
}
