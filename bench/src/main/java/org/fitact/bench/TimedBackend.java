package org.fitact.bench;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.ForwardingBackend;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.Weights;

/**
 * Passes every op on to another backend and notes how long it took what a plan runs for an inference (everything else
 * prepares or changes its memory). A call costs well under a microsecond more than without.
 */
public final class TimedBackend extends ForwardingBackend {

    private long nanos;

    /** @param target to be closed by the caller; used by one thread at a time, as this is */
    public TimedBackend(Backend target) {
        super(target);
    }

    /** Nanoseconds of all ops of inferences so far. */
    public long nanos() {
        return nanos;
    }

    /** Runs an op and adds the nanoseconds that it took, also those of one that failed. */
    private void timed(Runnable op) {
        long start = System.nanoTime();
        try {
            op.run();
        } finally {
            nanos += System.nanoTime() - start;
        }
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        timed(() -> super.conv2d(shape, x, w, y, epilogue));
    }

    @Override
    public void conv2dPool(Conv2d shape, Pool2d pool, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        timed(() -> super.conv2dPool(shape, pool, x, w, y, epilogue));
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue) {
        timed(() -> super.gemm(shape, a, b, c, epilogue));
    }

    @Override
    public void pool(Pool2d shape, Buffer x, Buffer y) {
        timed(() -> super.pool(shape, x, y));
    }

    @Override
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        timed(() -> super.copyStrided(copy, source, target));
    }

    @Override
    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        timed(() -> super.binary(op, shape, a, b, y));
    }

    @Override
    public void unary(UnaryOp op, int n, Buffer x, Buffer y) {
        timed(() -> super.unary(op, n, x, y));
    }

    @Override
    public void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        timed(() -> super.boundedRelu(shape, x, bounds, y));
    }

    @Override
    public void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        timed(() -> super.interval(shape, x, lower, upper, y));
    }

    @Override
    public void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        timed(() -> super.batchNormInference(shape, x, y));
    }

    @Override
    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        timed(() -> super.argmax(rows, columns, x, index));
    }
}
