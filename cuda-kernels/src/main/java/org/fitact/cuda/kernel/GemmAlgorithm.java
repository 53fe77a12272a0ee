package org.fitact.cuda.kernel;

import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;

/** A way to multiply matrices. */
public interface GemmAlgorithm extends AutoCloseable {

    /** {@link org.fitact.tensor.backend.Backend#gemm}, but for what {@link Epilogues#unfused} says. */
    void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue);

    /** Gives back what a library holds. */
    @Override
    default void close() {}
}
