package org.fitact.cuda;

import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Epilogue;
import org.fitact.tensor.backend.Gemm;

/** A way to multiply matrices. */
interface MatrixProducts {

    /** {@link org.fitact.tensor.backend.Backend#gemm}, but for what {@link Epilogues#unfused} says. */
    void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue);
}
