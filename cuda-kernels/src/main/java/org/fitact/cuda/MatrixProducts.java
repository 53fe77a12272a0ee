package org.fitact.cuda;

import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Epilogue;
import org.fitact.tensor.backend.Gemm;

/** A way to multiply matrices. */
interface MatrixProducts extends AutoCloseable {

    /** {@link org.fitact.tensor.backend.Backend#gemm}, but for what {@link Epilogues#unfused} says. */
    void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue);

    /** Gives back what a library holds. */
    @Override
    default void close() {}
}
