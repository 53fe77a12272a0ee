package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code batchnorm.cu}. */
public final class BatchNormKernels {

    private static final String FAMILY = "batchnorm";

    /** A struct {@code Pair} is two doubles. */
    private static final int ELEMENTS_OF_A_PAIR = 4;

    private final Driver driver;
    private final DeviceMemory memory;

    public BatchNormKernels(Driver driver, DeviceMemory memory) {
        this.driver = driver;
        this.memory = memory;
    }

    public void training(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        try (Workspace parts = parts(shape)) {
            sums("batchNormSums", shape, List.of(pointer(x), parts.pointer()));
            driver.launch(Launch.forEach(
                    FAMILY,
                    "batchNormStatistics",
                    shape.channels(),
                    shape.rows(),
                    shape.channels(),
                    chunks(shape),
                    shape.epsilon(),
                    shape.momentum(),
                    parts.pointer(),
                    pointer(saved.mean()),
                    pointer(saved.invStd()),
                    pointer(shape.runningMean()),
                    pointer(shape.runningVariance())));
        }
        long n = shape.elements();
        driver.launch(Launch.forEach(
                FAMILY,
                "batchNormNormalise",
                n,
                n,
                shape.channels(),
                pointer(x),
                pointer(saved.mean()),
                pointer(saved.invStd()),
                pointer(shape.gamma()),
                pointer(shape.beta()),
                pointer(y)));
    }

    public void inference(BatchNorm shape, Buffer x, Buffer y) {
        long n = shape.elements();
        driver.launch(Launch.forEach(
                FAMILY,
                "batchNormInference",
                n,
                n,
                shape.channels(),
                shape.epsilon(),
                pointer(x),
                pointer(shape.runningMean()),
                pointer(shape.runningVariance()),
                pointer(shape.gamma()),
                pointer(shape.beta()),
                pointer(y)));
    }

    public void backward(BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        DevicePointer mean = pointer(saved.mean());
        DevicePointer invStd = pointer(saved.invStd());
        DevicePointer gbeta = pointer(gradients.beta());
        DevicePointer ggamma = pointer(gradients.gamma());
        try (Workspace parts = parts(shape)) {
            sums("batchNormGradSums", shape, List.of(pointer(x), pointer(gy), mean, invStd, parts.pointer()));
            driver.launch(Launch.forEach(
                    FAMILY,
                    "batchNormGradParameters",
                    shape.channels(),
                    shape.channels(),
                    chunks(shape),
                    parts.pointer(),
                    gbeta,
                    ggamma));
        }
        long n = shape.elements();
        driver.launch(Launch.forEach(
                FAMILY,
                "batchNormGradInput",
                n,
                n,
                shape.rows(),
                shape.channels(),
                pointer(x),
                pointer(gy),
                mean,
                invStd,
                pointer(shape.gamma()),
                gbeta,
                ggamma,
                pointer(gradients.input())));
    }

    private static int chunk(BatchNorm shape) {
        return ReductionKernels.chunk(new Reduction(1, shape.rows(), shape.channels()));
    }

    private static int chunks(BatchNorm shape) {
        return Math.ceilDiv(shape.rows(), chunk(shape));
    }

    private Workspace parts(BatchNorm shape) {
        return Workspace.of(memory, (long) chunks(shape) * shape.channels() * ELEMENTS_OF_A_PAIR);
    }

    private void sums(String kernel, BatchNorm shape, List<Object> pointers) {
        List<Object> arguments = new ArrayList<>(List.of(shape.rows(), shape.channels(), chunk(shape)));
        arguments.addAll(pointers);
        int blocks = Math.ceilDiv(shape.channels(), ReductionKernels.COLUMNS_OF_A_BLOCK);
        driver.launch(new Launch(
                FAMILY, kernel, Dim3.of(blocks, chunks(shape)), ReductionKernels.BLOCK_OF_COLUMNS, 0, arguments));
    }
}
