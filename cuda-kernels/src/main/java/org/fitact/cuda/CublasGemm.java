package org.fitact.cuda;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetStatusString;
import static jcuda.jcublas.JCublas2.cublasSetAtomicsMode;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSgemm;
import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.function.Supplier;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasAtomicsMode;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.JCudaAddresses;
import org.fitact.cuda.driver.JCudaDriver;
import org.fitact.cuda.kernel.Epilogues;
import org.fitact.cuda.kernel.GemmAlgorithm;
import org.fitact.cuda.kernel.GemmKernels;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;

/** Matrix products by cuBLAS, in full float32 and without atomics, so that they are the same on every run. */
final class CublasGemm implements GemmAlgorithm {

    private final JCudaDriver driver;
    private final cublasHandle handle = new cublasHandle();

    CublasGemm(JCudaDriver driver) {
        this.driver = driver;
        JCublas2.setExceptionsEnabled(false);
        check(cublasCreate(handle), () -> "starting cuBLAS");
        check(cublasSetStream(handle, driver.libraryStream()), () -> "giving cuBLAS a stream");
        check(cublasSetMathMode(handle, cublasMath.CUBLAS_DEFAULT_MATH), () -> "choosing float32 in cuBLAS");
        check(
                cublasSetAtomicsMode(handle, cublasAtomicsMode.CUBLAS_ATOMICS_NOT_ALLOWED),
                () -> "forbidding atomics in cuBLAS");
    }

    private static void check(int status, Supplier<String> doing) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException(doing.get() + ": " + cublasGetStatusString(status));
        }
    }

    /** cuBLAS knows columns first: it is asked for {@code Cᵀ = op(B)ᵀ·op(A)ᵀ}. */
    @Override
    public void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
        driver.takeContext();
        int status = cublasSgemm(
                handle,
                operation(shape.transposeB()),
                operation(shape.transposeA()),
                shape.n(),
                shape.m(),
                shape.k(),
                scalar(1),
                JCudaAddresses.of(pointer(b)),
                shape.transposeB() ? shape.k() : shape.n(),
                JCudaAddresses.of(pointer(a)),
                shape.transposeA() ? shape.m() : shape.k(),
                scalar(shape.accumulate() ? 1 : 0),
                JCudaAddresses.of(pointer(c)),
                shape.n());
        check(status, () -> "cublasSgemm of " + shape);
        if (Epilogues.hasFused(epilogue)) {
            long elements = (long) shape.m() * shape.n();
            GemmKernels.Finish finish = new GemmKernels.Finish(elements, shape.n(), 1, false);
            GemmKernels.finish(driver, finish, pointer(c), pointer(c), Epilogues.arguments(epilogue));
        }
    }

    private static int operation(boolean transpose) {
        return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }

    private static Pointer scalar(float value) {
        return Pointer.to(new float[] {value});
    }

    @Override
    public void close() {
        check(cublasDestroy(handle), () -> "closing cuBLAS");
    }
}
