package org.fitact.tensor.backend.reference;

import static org.fitact.tensor.backend.cpu.HostBuffer.floats;
import static org.fitact.tensor.backend.cpu.HostBuffer.ints;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Contents;
import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.cpu.HostMemory;
import org.fitact.tensor.backend.cpu.HostTransfer;
import org.fitact.tensor.backend.cpu.RandomBitsKernels;
import org.fitact.tensor.backend.cpu.WordCodeKernels;
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
import org.fitact.tensor.buffer.Weights;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.random.RandomBits;

/** Hands the arrays of each op to the kernels of its family. */
final class ReferenceBackend implements Backend {

    static final String NAME = "reference";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> numericChoices() {
        return Map.of();
    }

    @Override
    public Optional<IntegerOps> integers() {
        return Optional.of(new ReferenceIntegerOps());
    }

    @Override
    public Buffer allocate(DType type, int length) {
        return new HostBuffer(HostMemory.HEAP, type, length);
    }

    @Override
    public void upload(MemorySegment host, Buffer target, int targetOffset) {
        HostTransfer.upload(host, target, targetOffset);
    }

    @Override
    public void download(Buffer source, int sourceOffset, MemorySegment host) {
        HostTransfer.download(source, sourceOffset, host);
    }

    @Override
    public void fill(int n, float value, Buffer target) {
        Arrays.fill(floats(target), 0, n, value);
    }

    @Override
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        switch (source.type()) {
            case FLOAT32 -> StridedCopyKernels.copyStrided(copy, floats(source), floats(target));
            case INT32 -> StridedCopyKernels.copyStrided(copy, ints(source), ints(target));
        }
    }

    @Override
    public void unary(UnaryOp op, int n, Buffer x, Buffer y) {
        ElementwiseKernels.unary(op, n, floats(x), floats(y));
    }

    @Override
    public void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        ElementwiseKernels.unaryGrad(op, n, floats(x), floats(y), floats(gy), floats(gx));
    }

    @Override
    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        ElementwiseKernels.binary(op, shape, floats(a), floats(b), floats(y));
    }

    @Override
    public void axpy(int n, float alpha, Buffer x, Buffer y) {
        ElementwiseKernels.axpy(n, alpha, floats(x), floats(y));
    }

    @Override
    public void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y) {
        ReductionKernels.reduce(op, shape, floats(x), floats(y));
    }

    @Override
    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        ReductionKernels.argmax(rows, columns, floats(x), ints(index));
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue) {
        GemmKernels.gemm(shape, floats(a), floats(b), floats(c), new EpilogueKernel(epilogue, shape.n()));
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        EpilogueKernel kernel = new EpilogueKernel(epilogue, shape.outChannels());
        Conv2dKernels.conv2d(shape, floats(x), floats(w), floats(y), kernel);
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        Conv2dKernels.gradInput(shape, floats(gy), floats(w), floats(gx));
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        Conv2dKernels.gradWeight(shape, floats(x), floats(gy), floats(gw));
    }

    @Override
    public void pool(Pool2d shape, Buffer x, Buffer y) {
        Pool2dKernels.pool(shape, floats(x), floats(y));
    }

    @Override
    public void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        Pool2dKernels.poolBackward(shape, floats(x), floats(gy), floats(gx));
    }

    @Override
    public void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        BatchNormKernels.training(shape, floats(x), floats(y), floats(saved.mean()), floats(saved.invStd()));
    }

    @Override
    public void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        BatchNormKernels.inference(shape, floats(x), floats(y));
    }

    @Override
    public void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        BatchNormKernels.Backward pass = new BatchNormKernels.Backward(
                floats(saved.mean()),
                floats(saved.invStd()),
                floats(gradients.input()),
                floats(gradients.gamma()),
                floats(gradients.beta()));
        BatchNormKernels.backward(shape, floats(x), floats(gy), pass);
    }

    @Override
    public void batchedGemm(BatchedGemm shape, Buffer a, Buffer b, Buffer c) {
        BatchedGemmKernels.multiply(shape, floats(a), floats(b), floats(c));
    }

    @Override
    public void groupNorm(GroupNorm shape, Buffer x, Buffer y) {
        GroupNormKernels.forward(shape, floats(shape.gamma()), floats(shape.beta()), floats(x), floats(y));
    }

    @Override
    public void groupNormBackward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx) {
        GroupNormKernels.backward(shape, floats(x), floats(gy), floats(gx));
    }

    @Override
    public void softmax(Softmax shape, Buffer x, Buffer y) {
        SoftmaxKernels.forward(shape, floats(x), floats(y));
    }

    @Override
    public void softmaxBackward(Softmax shape, Buffer y, Buffer gy, Buffer gx) {
        SoftmaxKernels.backward(shape, floats(y), floats(gy), floats(gx));
    }

    @Override
    public void crossEntropy(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        Contents.requireLabels(shape, ints(labels));
        CrossEntropyKernels.forward(shape, floats(logits), ints(labels), floats(probabilities), floats(losses));
    }

    @Override
    public void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx) {
        Contents.requireLabels(shape, ints(labels));
        CrossEntropyKernels.backward(shape, floats(probabilities), ints(labels), scale, floats(gx));
    }

    @Override
    public void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        BoundedReluKernels.forward(shape, floats(x), floats(bounds), floats(y));
    }

    @Override
    public void boundedReluBackward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        BoundedReluKernels.backward(shape, floats(x), floats(bounds), floats(gy), floats(gx), floats(gbounds));
    }

    @Override
    public void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        IntervalKernels.forward(shape, floats(x), floats(lower), floats(upper), floats(y));
    }

    @Override
    public void intervalBackward(
            Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients) {
        IntervalKernels.backward(
                shape,
                floats(x),
                floats(lower),
                floats(upper),
                floats(gy),
                floats(gradients.input()),
                floats(gradients.lower()),
                floats(gradients.upper()));
    }

    @Override
    public void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        OptimiserStepKernels.step(step, n, floats(gradient), floats(parameter));
    }

    @Override
    public void dequantise(FixedPoint arithmetic, int n, Buffer words, int wordOffset, Buffer x, int offset) {
        FixedPointKernels.dequantise(arithmetic, n, ints(words), wordOffset, floats(x), offset);
    }

    @Override
    public long flipRandomBits(FixedPoint arithmetic, RandomBits bits, int n, Buffer words) {
        return RandomBitsKernels.flip(arithmetic.format(), bits, n, ints(words));
    }

    @Override
    public void flipBits(FixedPoint arithmetic, int n, Buffer addresses, Buffer masks, Buffer words) {
        Contents.requireAddresses(n, ints(addresses), words.length());
        FixedPointKernels.flipBits(arithmetic, n, ints(addresses), ints(masks), ints(words));
    }

    @Override
    public WordCounts decodeWords(WordCode code, int n, Buffer words, Buffer check, Buffer decoded) {
        return WordCodeKernels.decode(code, 0, n, n, ints(words), check == null ? null : ints(check), ints(decoded));
    }

    /** Holds nothing that has to be given back. */
    @Override
    public void close() {}
}
