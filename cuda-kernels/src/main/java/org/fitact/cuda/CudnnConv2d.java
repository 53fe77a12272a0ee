package org.fitact.cuda;

import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;
import static jcuda.jcudnn.JCudnn.cudnnCreate;
import static jcuda.jcudnn.JCudnn.cudnnDestroy;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.JCudnn.cudnnSetStream;
import static jcuda.jcudnn.cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
import static jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
import static jcuda.jcudnn.cudnnConvolutionFwdAlgo.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnStatus;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.JCudaAddresses;
import org.fitact.cuda.driver.JCudaDriver;
import org.fitact.cuda.kernel.Arithmetic;
import org.fitact.cuda.kernel.Conv2dAlgorithm;
import org.fitact.cuda.kernel.Conv2dKernels;
import org.fitact.cuda.kernel.CudaBuffer;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.Epilogues;
import org.fitact.cuda.kernel.GemmKernels;
import org.fitact.cuda.kernel.StridedCopyKernels;
import org.fitact.cuda.kernel.Workspace;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * Convolutions by cuDNN, with fixed algorithms that are the same on every run, in full float32. cuDNN wants the weight
 * {@code [out, kh, kw, in]}: it is copied to that layout before, and its gradient from that layout after. Windows that cuDNN
 * can't say are left to this program's own kernels.
 */
final class CudnnConv2d implements Conv2dAlgorithm {

    private static final Pointer ONE = Pointer.to(new float[] {1});
    private static final Pointer ZERO = Pointer.to(new float[] {0});

    private final JCudaDriver driver;
    private final DeviceMemory memory;
    private final StridedCopyKernels copies;
    private final Conv2dKernels own;
    private final cudnnHandle handle = new cudnnHandle();

    CudnnConv2d(JCudaDriver driver, DeviceMemory memory) {
        this.driver = driver;
        this.memory = memory;
        copies = new StridedCopyKernels(driver);
        own = new Conv2dKernels(driver, memory, Arithmetic.FLOAT32);
        JCudnn.setExceptionsEnabled(false);
        check(cudnnCreate(handle), "starting cuDNN");
        check(cudnnSetStream(handle, driver.libraryStream()), "giving cuDNN a stream");
    }

    /** cuDNN pads both ends alike: it knows others where it gets the same number of outputs so. */
    private static boolean knows(Conv2d shape) {
        return isEven(shape.window().vertical(), shape.height())
                && isEven(shape.window().horizontal(), shape.width());
    }

    private static boolean isEven(Window1d w, int inputs) {
        Window1d even = new Window1d(w.kernel(), w.stride(), w.dilation(), w.before(), w.before());
        return even.fits(inputs) && even.outputs(inputs) == w.outputs(inputs);
    }

    /** @param what was tried */
    static void check(int status, Object what) {
        if (status != cudnnStatus.CUDNN_STATUS_SUCCESS) {
            throw new CudaException("cuDNN, " + what + ": " + cudnnGetErrorString(status));
        }
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, Epilogue epilogue) {
        if (!knows(shape)) {
            own.conv2d(shape, x, w, y, epilogue);
            return;
        }
        driver.takeContext();
        int algorithm = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
        long[] bytes = new long[1];
        try (CudnnDescriptors d = CudnnDescriptors.of(shape);
                CudaBuffer weight = outputFirst(shape, w)) {
            check(
                    cudnnGetConvolutionForwardWorkspaceSize(
                            handle, d.input(), d.weight(), d.convolution(), d.output(), algorithm, bytes),
                    shape);
            try (Workspace work = workspace(bytes[0])) {
                check(
                        cudnnConvolutionForward(
                                handle,
                                ONE,
                                d.input(),
                                on(x),
                                d.weight(),
                                on(weight),
                                d.convolution(),
                                algorithm,
                                JCudaAddresses.of(work.pointer()),
                                bytes[0],
                                ZERO,
                                d.output(),
                                on(y)),
                        shape);
            }
        }
        if (Epilogues.hasFused(epilogue)) {
            GemmKernels.Finish finish = new GemmKernels.Finish(shape.outputElements(), shape.outChannels(), 1, false);
            GemmKernels.finish(driver, finish, pointer(y), pointer(y), Epilogues.arguments(epilogue));
        }
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        if (!knows(shape)) {
            own.conv2dGradInput(shape, gy, w, gx);
            return;
        }
        driver.takeContext();
        int algorithm = CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
        long[] bytes = new long[1];
        try (CudnnDescriptors d = CudnnDescriptors.of(shape);
                CudaBuffer weight = outputFirst(shape, w)) {
            check(
                    cudnnGetConvolutionBackwardDataWorkspaceSize(
                            handle, d.weight(), d.output(), d.convolution(), d.input(), algorithm, bytes),
                    shape);
            try (Workspace work = workspace(bytes[0])) {
                check(
                        cudnnConvolutionBackwardData(
                                handle,
                                ONE,
                                d.weight(),
                                on(weight),
                                d.output(),
                                on(gy),
                                d.convolution(),
                                algorithm,
                                JCudaAddresses.of(work.pointer()),
                                bytes[0],
                                ZERO,
                                d.input(),
                                on(gx)),
                        shape);
            }
        }
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        if (!knows(shape)) {
            own.conv2dGradWeight(shape, x, gy, gw);
            return;
        }
        driver.takeContext();
        int algorithm = CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
        long[] bytes = new long[1];
        try (CudnnDescriptors d = CudnnDescriptors.of(shape);
                CudaBuffer gradient = new CudaBuffer(memory, DType.FLOAT32, shape.weightElements())) {
            check(
                    cudnnGetConvolutionBackwardFilterWorkspaceSize(
                            handle, d.input(), d.output(), d.convolution(), d.weight(), algorithm, bytes),
                    shape);
            try (Workspace work = workspace(bytes[0])) {
                check(
                        cudnnConvolutionBackwardFilter(
                                handle,
                                ONE,
                                d.input(),
                                on(x),
                                d.output(),
                                on(gy),
                                d.convolution(),
                                algorithm,
                                JCudaAddresses.of(work.pointer()),
                                bytes[0],
                                ZERO,
                                d.weight(),
                                on(gradient)),
                        shape);
            }
            int rows = shape.weightElements() / shape.outChannels();
            transpose(shape.outChannels(), rows, gradient, gw);
        }
    }

    private CudaBuffer outputFirst(Conv2d shape, Buffer w) {
        CudaBuffer weight = new CudaBuffer(memory, DType.FLOAT32, shape.weightElements());
        transpose(shape.weightElements() / shape.outChannels(), shape.outChannels(), w, weight);
        return weight;
    }

    /** {@code to[columns, rows] = from[rows, columns]ᵀ}. */
    private void transpose(int rows, int columns, Buffer from, Buffer to) {
        StridedCopy copy =
                new StridedCopy(new int[] {columns, rows}, 0, new int[] {1, columns}, 0, new int[] {rows, 1});
        copies.copyStrided(copy, from, to);
    }

    private Workspace workspace(long bytes) {
        return Workspace.of(memory, Math.ceilDiv(bytes, Integer.BYTES));
    }

    private static Pointer on(Buffer buffer) {
        return JCudaAddresses.of(pointer(buffer));
    }

    @Override
    public void close() {
        check(cudnnDestroy(handle), "closing cuDNN");
    }
}
