package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code naive.cu}: the control that every other way to a product is compared with. */
public final class NaiveKernels implements GemmAlgorithm, Conv2dAlgorithm {

    private static final String FAMILY = "naive";

    private final Driver driver;

    public NaiveKernels(Driver driver) {
        this.driver = driver;
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
        launch(
                "naiveGemm",
                (long) shape.m() * shape.n(),
                List.of(
                        shape.m(),
                        shape.n(),
                        shape.k(),
                        shape.transposeA() ? 1 : 0,
                        shape.transposeB() ? 1 : 0,
                        shape.accumulate() ? 1 : 0,
                        pointer(a),
                        pointer(b),
                        pointer(c)),
                Epilogues.arguments(epilogue));
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, Epilogue epilogue) {
        launch(
                "naiveConvolution",
                shape.outputElements(),
                List.of(Conv2dAlgorithm.struct(shape), pointer(x), pointer(w), pointer(y)),
                Epilogues.arguments(epilogue));
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        launch(
                "naiveConvolutionGradInput",
                shape.inputElements(),
                List.of(Conv2dAlgorithm.struct(shape), pointer(gy), pointer(w), pointer(gx)),
                List.of());
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        launch(
                "naiveConvolutionGradWeight",
                shape.weightElements(),
                List.of(Conv2dAlgorithm.struct(shape), pointer(x), pointer(gy), pointer(gw)),
                List.of());
    }

    @Override
    public void close() {}

    private void launch(String kernel, long elements, List<Object> arguments, List<Object> epilogue) {
        List<Object> all = new ArrayList<>(arguments);
        all.addAll(epilogue);
        driver.launch(Launch.forEach(FAMILY, kernel, elements, all.toArray()));
    }
}
