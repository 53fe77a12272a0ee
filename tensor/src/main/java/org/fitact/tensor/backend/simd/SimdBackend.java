package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.cpu.HostBuffer.floats;
import static org.fitact.tensor.backend.cpu.HostBuffer.ints;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Contents;
import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.cpu.HostTransfer;
import org.fitact.tensor.backend.cpu.RandomBitsKernels;
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
import org.fitact.tensor.backend.simd.attention.GroupNormTasks;
import org.fitact.tensor.backend.simd.attention.SoftmaxTasks;
import org.fitact.tensor.backend.simd.depthwise.DepthwiseProduct;
import org.fitact.tensor.backend.simd.integer.SimdIntegerOps;
import org.fitact.tensor.backend.simd.layer.BatchNormTasks;
import org.fitact.tensor.backend.simd.layer.CrossEntropyKernels;
import org.fitact.tensor.backend.simd.layer.ElementwiseTasks;
import org.fitact.tensor.backend.simd.layer.IntervalTasks;
import org.fitact.tensor.backend.simd.layer.Pool2dTasks;
import org.fitact.tensor.backend.simd.layer.ReductionKernels;
import org.fitact.tensor.backend.simd.product.Finish;
import org.fitact.tensor.backend.simd.run.Copies;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.winograd.WinogradPooling;
import org.fitact.tensor.backend.simd.words.FixedPointKernels;
import org.fitact.tensor.backend.simd.words.WordCodeKernels;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.fitact.tensor.buffer.Weights;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.random.RandomBits;

/** Hands the arrays of each op to the family that computes it. */
final class SimdBackend implements Backend {

    private final Conv2dChoice convolution;
    private final Execution execution;
    private final Copies copies;
    private final ElementwiseTasks elementwise;
    private final IntervalTasks intervals;
    private final ReductionKernels reductions;
    private final Products products;
    private final Pool2dTasks pools;
    private final BatchNormTasks batchNorms;
    private final GroupNormTasks groupNorms;
    private final SoftmaxTasks softmaxes;
    private final CrossEntropyKernels crossEntropies;

    SimdBackend(BackendOptions options) {
        convolution = Conv2dChoice.of(options);
        execution = Execution.start(options.threads());
        copies = new Copies(execution);
        elementwise = new ElementwiseTasks(execution);
        intervals = new IntervalTasks(execution, elementwise);
        reductions = new ReductionKernels(execution);
        products = new Products(execution, convolution);
        pools = new Pool2dTasks(execution);
        batchNorms = new BatchNormTasks(execution);
        groupNorms = new GroupNormTasks(execution);
        softmaxes = new SoftmaxTasks(execution);
        crossEntropies = new CrossEntropyKernels(execution);
    }

    @Override
    public String name() {
        return SimdProvider.NAME;
    }

    @Override
    public Optional<IntegerOps> integers() {
        return Optional.of(new SimdIntegerOps());
    }

    @Override
    public Map<String, String> numericChoices() {
        return Map.of(Conv2dChoice.CHOICE, BackendOptions.nameOf(convolution));
    }

    @Override
    public Buffer allocate(DType type, int length) {
        return new HostBuffer(execution.pool(), type, length);
    }

    @Override
    public void upload(MemorySegment host, Buffer target, int targetOffset) {
        HostTransfer.upload(host, target, targetOffset);
    }

    @Override
    public void scatter(float[] values, int[] indices, Buffer target) {
        float[] floats = floats(target);
        for (int i = 0; i < indices.length; i++) {
            floats[indices[i]] = values[i];
        }
    }

    @Override
    public void download(Buffer source, int sourceOffset, MemorySegment host) {
        HostTransfer.download(source, sourceOffset, host);
    }

    @Override
    public void fill(int n, float value, Buffer target) {
        elementwise.fill(n, value, floats(target));
    }

    @Override
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        switch (source.type()) {
            case FLOAT32 -> copies.copy(copy, floats(source), floats(target));
            case INT32 -> copies.copy(copy, ints(source), ints(target));
        }
    }

    @Override
    public void unary(UnaryOp op, int n, Buffer x, Buffer y) {
        elementwise.unary(op, n, floats(x), floats(y));
    }

    @Override
    public void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        elementwise.unaryGrad(op, n, floats(x), floats(y), floats(gy), floats(gx));
    }

    @Override
    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        elementwise.binary(op, shape, floats(a), floats(b), floats(y));
    }

    @Override
    public void axpy(int n, float alpha, Buffer x, Buffer y) {
        elementwise.axpy(n, alpha, floats(x), floats(y));
    }

    @Override
    public void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y) {
        reductions.reduce(op, shape, floats(x), floats(y));
    }

    @Override
    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        reductions.argmax(rows, columns, floats(x), ints(index));
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue) {
        Finish finish = Finish.of(epilogue, shape.n());
        if (b instanceof SimdWeights packed) {
            products.gemm(shape, floats(a), packed.packed(), floats(c), finish);
        } else {
            products.gemm(shape, floats(a), floats(b), floats(c), finish);
        }
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        Finish finish = Finish.of(epilogue, shape.outChannels());
        if (w instanceof SimdWeights packed) {
            products.conv2d(shape, floats(x), packed.packed(), floats(y), finish);
        } else {
            products.conv2d(shape, floats(x), floats(w), floats(y), finish);
        }
    }

    @Override
    public boolean fusesPool(Conv2d shape, Pool2d pool) {
        return products.fusesPool(shape, pool);
    }

    @Override
    public void conv2dPool(Conv2d shape, Pool2d pool, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        if (w instanceof SimdWeights packed
                && packed.packed() instanceof PackedProduct.Transformed transformed
                && WinogradPooling.fits(shape, pool)) {
            Finish finish = Finish.of(epilogue, shape.outChannels());
            products.conv2dPool(shape, floats(x), transformed, floats(y), finish);
        } else {
            Backend.super.conv2dPool(shape, pool, x, w, y, epilogue);
        }
    }

    @Override
    public Optional<PackedWeights> pack(Product shape, Buffer weights) {
        boolean asTheyAre = switch (shape) {
            case Conv2d conv -> DepthwiseProduct.suits(conv);
            case Gemm gemm -> gemm.transposeA() || gemm.transposeB();
        };
        if (asTheyAre) {
            return Optional.empty();
        }
        PackedProduct packed = switch (shape) {
            case Conv2d conv -> products.pack(conv, floats(weights));
            case Gemm gemm -> products.pack(gemm, floats(weights));
        };
        return Optional.of(new SimdWeights(floats(weights), packed, execution));
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        products.gradInput(shape, floats(gy), floats(w), floats(gx));
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        products.gradWeight(shape, floats(x), floats(gy), floats(gw));
    }

    @Override
    public void pool(Pool2d shape, Buffer x, Buffer y) {
        pools.forward(shape, floats(x), floats(y));
    }

    @Override
    public void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        pools.backward(shape, floats(x), floats(gy), floats(gx));
    }

    @Override
    public void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        batchNorms.training(shape, floats(x), floats(y), floats(saved.mean()), floats(saved.invStd()));
    }

    @Override
    public void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        batchNorms.inference(shape, floats(x), floats(y));
    }

    @Override
    public void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        BatchNormTasks.Backward pass = new BatchNormTasks.Backward(
                floats(saved.mean()),
                floats(saved.invStd()),
                floats(gradients.input()),
                floats(gradients.gamma()),
                floats(gradients.beta()));
        batchNorms.backward(shape, floats(x), floats(gy), pass);
    }

    @Override
    public void batchedGemm(BatchedGemm shape, Buffer a, Buffer b, Buffer c) {
        products.batched(shape, floats(a), floats(b), floats(c));
    }

    @Override
    public void groupNorm(GroupNorm shape, Buffer x, Buffer y) {
        groupNorms.forward(shape, floats(x), floats(y));
    }

    @Override
    public void groupNormBackward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx) {
        groupNorms.backward(shape, floats(x), floats(gy), floats(gx));
    }

    @Override
    public void softmax(Softmax shape, Buffer x, Buffer y) {
        softmaxes.forward(shape, floats(x), floats(y));
    }

    @Override
    public void softmaxBackward(Softmax shape, Buffer y, Buffer gy, Buffer gx) {
        softmaxes.backward(shape, floats(y), floats(gy), floats(gx));
    }

    @Override
    public void crossEntropy(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        Contents.requireLabels(shape, ints(labels));
        crossEntropies.forward(shape, floats(logits), ints(labels), floats(probabilities), floats(losses));
    }

    @Override
    public void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx) {
        Contents.requireLabels(shape, ints(labels));
        crossEntropies.backward(shape, floats(probabilities), ints(labels), scale, floats(gx));
    }

    @Override
    public void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        elementwise.boundedRelu(shape, floats(x), floats(bounds), floats(y));
    }

    @Override
    public void boundedReluBackward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        if (gx != null) {
            elementwise.boundedReluByInput(shape, floats(x), floats(bounds), floats(gy), floats(gx));
        }
        if (gbounds != null) {
            elementwise.boundedReluByBound(shape, floats(x), floats(bounds), floats(gy), floats(gbounds));
        }
    }

    @Override
    public void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        intervals.forward(shape, floats(x), floats(lower), floats(upper), floats(y));
    }

    @Override
    public void intervalBackward(
            Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients) {
        if (gradients.input() != null) {
            intervals.byInput(shape, floats(x), floats(lower), floats(upper), floats(gy), floats(gradients.input()));
        }
        if (gradients.lower() != null) {
            intervals.byLower(shape, floats(x), floats(lower), floats(gy), floats(gradients.lower()));
        }
        if (gradients.upper() != null) {
            intervals.byUpper(shape, floats(x), floats(upper), floats(gy), floats(gradients.upper()));
        }
    }

    @Override
    public void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        elementwise.optimiserStep(step, n, floats(gradient), floats(parameter));
    }

    @Override
    public void dequantise(FixedPoint arithmetic, int n, Buffer words, int wordOffset, Buffer x, int offset) {
        int[] from = ints(words);
        float[] to = floats(x);
        execution
                .workers()
                .forPieces(
                        n,
                        (i, length) ->
                                FixedPointKernels.dequantise(arithmetic, length, from, wordOffset + i, to, offset + i));
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
        return WordCodeKernels.decode(
                execution.workers(), code, n, ints(words), check == null ? null : ints(check), ints(decoded));
    }

    /** Ends the threads and gives up the pooled arrays. */
    @Override
    public void close() {
        execution.close();
    }
}
