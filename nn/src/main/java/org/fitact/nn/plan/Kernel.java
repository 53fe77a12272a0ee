package org.fitact.nn.plan;

/** A step with everything resolved: runs one op of the backend on buffers that it knows. */
@FunctionalInterface
interface Kernel {

    /** @param batch images of this run */
    void run(int batch);
}
