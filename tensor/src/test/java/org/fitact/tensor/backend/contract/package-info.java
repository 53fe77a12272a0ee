/**
 * The contract that every backend fulfils, as tests: a backend's module extends {@link BackendContract} and says how to
 * open it. A test describes an op by an {@link OpCase}; the {@link Harness} runs it on the backend and on the
 * reference, compares every element under a {@link Tolerance}, and watches that nothing else was written.
 */
package org.fitact.tensor.backend.contract;
