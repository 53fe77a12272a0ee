package org.fitact.cuda.kernel;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.buffer.Buffer;

/** A way to convolve. */
public interface Conv2dAlgorithm extends AutoCloseable {

    /** {@link org.fitact.tensor.backend.Backend#conv2d}, but for what {@link Epilogues#unfused} says. */
    void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, Epilogue epilogue);

    /** {@link org.fitact.tensor.backend.Backend#conv2dGradInput}. */
    void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx);

    /** {@link org.fitact.tensor.backend.Backend#conv2dGradWeight}. */
    void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw);

    /** Gives back what a library holds. */
    @Override
    default void close() {}

    /** The struct {@code ConvolutionShape} of {@code conv2dshape.cuh}. */
    static int[] struct(Conv2d shape) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        return new int[] {
            shape.batch(),
            shape.height(),
            shape.width(),
            shape.inChannels(),
            shape.outChannels(),
            shape.groups(),
            down.kernel(),
            down.stride(),
            down.dilation(),
            down.before(),
            across.kernel(),
            across.stride(),
            across.dilation(),
            across.before(),
            shape.outHeight(),
            shape.outWidth()
        };
    }
}
