package org.fitact.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Product;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.fitact.tensor.backend.op.attention.Softmax;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.fitact.tensor.buffer.Weights;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.random.RandomBits;

/** Passes everything on to another backend: what times or watches one overrides the calls that it is about. */
public abstract class ForwardingBackend implements Backend {

    private final Backend backend;

    /** @param target to be closed by the caller, or by closing this */
    protected ForwardingBackend(Backend target) {
        this.backend = target;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public void handOver() {
        backend.handOver();
    }

    @Override
    public Optional<IntegerOps> integers() {
        return backend.integers();
    }

    @Override
    public Map<String, String> numericChoices() {
        return backend.numericChoices();
    }

    @Override
    public boolean hasOwnMemory() {
        return backend.hasOwnMemory();
    }

    @Override
    public Buffer allocate(DType type, int length) {
        return backend.allocate(type, length);
    }

    @Override
    public void upload(MemorySegment host, Buffer target, int targetOffset) {
        backend.upload(host, target, targetOffset);
    }

    @Override
    public void scatter(float[] values, int[] indices, Buffer target) {
        backend.scatter(values, indices, target);
    }

    @Override
    public void download(Buffer source, int sourceOffset, MemorySegment host) {
        backend.download(source, sourceOffset, host);
    }

    @Override
    public void fill(int n, float value, Buffer target) {
        backend.fill(n, value, target);
    }

    @Override
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        backend.copyStrided(copy, source, target);
    }

    @Override
    public void unary(UnaryOp op, int n, Buffer x, Buffer y) {
        backend.unary(op, n, x, y);
    }

    @Override
    public void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        backend.unaryGrad(op, n, x, y, gy, gx);
    }

    @Override
    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        backend.binary(op, shape, a, b, y);
    }

    @Override
    public void axpy(int n, float alpha, Buffer x, Buffer y) {
        backend.axpy(n, alpha, x, y);
    }

    @Override
    public void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y) {
        backend.reduce(op, shape, x, y);
    }

    @Override
    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        backend.argmax(rows, columns, x, index);
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue) {
        backend.gemm(shape, a, b, c, epilogue);
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        backend.conv2d(shape, x, w, y, epilogue);
    }

    @Override
    public boolean fusesPool(Conv2d shape, Pool2d pool) {
        return backend.fusesPool(shape, pool);
    }

    @Override
    public void conv2dPool(Conv2d shape, Pool2d pool, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        backend.conv2dPool(shape, pool, x, w, y, epilogue);
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        backend.conv2dGradInput(shape, gy, w, gx);
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        backend.conv2dGradWeight(shape, x, gy, gw);
    }

    @Override
    public Optional<PackedWeights> pack(Product shape, Buffer weights) {
        return backend.pack(shape, weights);
    }

    @Override
    public void pool(Pool2d shape, Buffer x, Buffer y) {
        backend.pool(shape, x, y);
    }

    @Override
    public void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        backend.poolBackward(shape, x, gy, gx);
    }

    @Override
    public void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        backend.batchNormTraining(shape, x, y, saved);
    }

    @Override
    public void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        backend.batchNormInference(shape, x, y);
    }

    @Override
    public void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        backend.batchNormBackward(shape, x, gy, saved, gradients);
    }

    @Override
    public void batchedGemm(BatchedGemm shape, Buffer a, Buffer b, Buffer c) {
        backend.batchedGemm(shape, a, b, c);
    }

    @Override
    public void groupNorm(GroupNorm shape, Buffer x, Buffer y) {
        backend.groupNorm(shape, x, y);
    }

    @Override
    public void groupNormBackward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx) {
        backend.groupNormBackward(shape, x, gy, gx);
    }

    @Override
    public void softmax(Softmax shape, Buffer x, Buffer y) {
        backend.softmax(shape, x, y);
    }

    @Override
    public void softmaxBackward(Softmax shape, Buffer y, Buffer gy, Buffer gx) {
        backend.softmaxBackward(shape, y, gy, gx);
    }

    @Override
    public void crossEntropy(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        backend.crossEntropy(shape, logits, labels, probabilities, losses);
    }

    @Override
    public void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx) {
        backend.crossEntropyBackward(shape, probabilities, labels, scale, gx);
    }

    @Override
    public void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        backend.boundedRelu(shape, x, bounds, y);
    }

    @Override
    public void boundedReluBackward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        backend.boundedReluBackward(shape, x, bounds, gy, gx, gbounds);
    }

    @Override
    public void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        backend.interval(shape, x, lower, upper, y);
    }

    @Override
    public void intervalBackward(
            Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients) {
        backend.intervalBackward(shape, x, lower, upper, gy, gradients);
    }

    @Override
    public void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        backend.optimiserStep(step, n, gradient, parameter);
    }

    @Override
    public void dequantise(FixedPoint arithmetic, int n, Buffer words, int wordOffset, Buffer x, int offset) {
        backend.dequantise(arithmetic, n, words, wordOffset, x, offset);
    }

    @Override
    public void flipBits(FixedPoint arithmetic, int n, Buffer addresses, Buffer masks, Buffer words) {
        backend.flipBits(arithmetic, n, addresses, masks, words);
    }

    @Override
    public long flipRandomBits(FixedPoint arithmetic, RandomBits bits, int n, Buffer words) {
        return backend.flipRandomBits(arithmetic, bits, n, words);
    }

    @Override
    public WordCounts decodeWords(WordCode code, int n, Buffer words, Buffer check, Buffer decoded) {
        return backend.decodeWords(code, n, words, check, decoded);
    }

    @Override
    public void close() {
        backend.close();
    }
}
