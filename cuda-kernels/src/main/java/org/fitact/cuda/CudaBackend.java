package org.fitact.cuda;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.BatchNormKernels;
import org.fitact.cuda.kernel.BoundedReluKernels;
import org.fitact.cuda.kernel.ChecksKernels;
import org.fitact.cuda.kernel.Conv2dAlgorithm;
import org.fitact.cuda.kernel.CrossEntropyKernels;
import org.fitact.cuda.kernel.CudaBuffer;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.ElementwiseKernels;
import org.fitact.cuda.kernel.Epilogues;
import org.fitact.cuda.kernel.FixedPointKernels;
import org.fitact.cuda.kernel.GemmAlgorithm;
import org.fitact.cuda.kernel.IntervalKernels;
import org.fitact.cuda.kernel.OptimiserStepKernels;
import org.fitact.cuda.kernel.Pool2dKernels;
import org.fitact.cuda.kernel.RandomBitsKernels;
import org.fitact.cuda.kernel.ReductionKernels;
import org.fitact.cuda.kernel.StridedCopyKernels;
import org.fitact.cuda.kernel.attention.BatchedGemmKernels;
import org.fitact.cuda.kernel.attention.GroupNormKernels;
import org.fitact.cuda.kernel.attention.SoftmaxKernels;
import org.fitact.cuda.kernel.words.WordCodeKernels;
import org.fitact.tensor.backend.Backend;
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
import org.fitact.tensor.random.RandomBits;

/** Hands the arguments of each op to the launcher of its family. No weights are packed here, so all are buffers. */
final class CudaBackend implements Backend {

    private final Algorithms algorithms;
    private final Driver driver;
    private final DeviceMemory memory;
    private final ElementwiseKernels elementwise;
    private final StridedCopyKernels copies;
    private final ReductionKernels reductions;
    private final GemmAlgorithm matrixProducts;
    private final Conv2dAlgorithm convolutions;
    private final Pool2dKernels pools;
    private final BatchNormKernels batchNorms;
    private final BatchedGemmKernels batchedProducts;
    private final GroupNormKernels groupNorms;
    private final SoftmaxKernels softmaxes;
    private final CrossEntropyKernels crossEntropies;
    private final BoundedReluKernels boundedRelus;
    private final IntervalKernels intervals;
    private final OptimiserStepKernels optimisers;
    private final FixedPointKernels fixedPoint;
    private final WordCodeKernels wordCodes;
    private final RandomBitsKernels flips;
    private final IntegerOps integers;

    /** A backend with its own kernels for everything, that closes its driver when it is closed. */
    CudaBackend(Driver driver) {
        this(driver, Algorithms.OWN);
    }

    /** The same with a choice of how products are computed. */
    CudaBackend(Driver driver, Algorithms algorithms) {
        this.algorithms = algorithms;
        this.driver = driver;
        memory = new DeviceMemory(driver);
        ChecksKernels checks = new ChecksKernels(driver, memory);
        elementwise = new ElementwiseKernels(driver);
        copies = new StridedCopyKernels(driver);
        reductions = new ReductionKernels(driver, memory);
        matrixProducts = algorithms.gemm().of(driver, memory);
        convolutions = algorithms.conv().of(driver, memory);
        pools = new Pool2dKernels(driver);
        batchNorms = new BatchNormKernels(driver, memory);
        batchedProducts = new BatchedGemmKernels(driver);
        groupNorms = new GroupNormKernels(driver);
        softmaxes = new SoftmaxKernels(driver);
        crossEntropies = new CrossEntropyKernels(driver, checks);
        boundedRelus = new BoundedReluKernels(driver, memory, reductions);
        intervals = new IntervalKernels(driver, memory, reductions);
        optimisers = new OptimiserStepKernels(driver);
        fixedPoint = new FixedPointKernels(driver, checks);
        wordCodes = new WordCodeKernels(driver, memory);
        flips = new RandomBitsKernels(driver, memory);
        integers = new CudaIntegerOps(driver::another);
    }

    @Override
    public String name() {
        return CudaProvider.NAME;
    }

    @Override
    public Map<String, String> numericChoices() {
        return algorithms.choices();
    }

    @Override
    public Optional<IntegerOps> integers() {
        return Optional.of(integers);
    }

    @Override
    public boolean hasOwnMemory() {
        return true;
    }

    @Override
    public Buffer allocate(DType type, int length) {
        return new CudaBuffer(memory, type, length);
    }

    @Override
    public void upload(MemorySegment host, Buffer target, int targetOffset) {
        if (host.byteSize() > 0) {
            driver.upload(host, pointer(target).plus(targetOffset).address());
        }
    }

    @Override
    public void download(Buffer source, int sourceOffset, MemorySegment host) {
        if (host.byteSize() > 0) {
            driver.download(pointer(source).plus(sourceOffset).address(), host);
        }
    }

    @Override
    public void fill(int n, float value, Buffer target) {
        elementwise.fill(n, value, target);
    }

    @Override
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        copies.copyStrided(copy, source, target);
    }

    @Override
    public void unary(UnaryOp op, int n, Buffer x, Buffer y) {
        elementwise.unary(op, n, x, y);
    }

    @Override
    public void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        elementwise.unaryGrad(op, n, x, y, gy, gx);
    }

    @Override
    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        elementwise.binary(op, shape, a, b, y);
    }

    @Override
    public void axpy(int n, float alpha, Buffer x, Buffer y) {
        elementwise.axpy(n, alpha, x, y);
    }

    @Override
    public void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y) {
        reductions.reduce(op, shape, x, y);
    }

    @Override
    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        reductions.argmax(rows, columns, x, index);
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue) {
        matrixProducts.gemm(shape, a, (Buffer) b, c, epilogue);
        activate(Epilogues.unfused(epilogue), (long) shape.m() * shape.n(), c);
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        convolutions.conv2d(shape, x, (Buffer) w, y, epilogue);
        activate(Epilogues.unfused(epilogue), shape.outputElements(), y);
    }

    private void activate(UnaryOp op, long n, Buffer y) {
        if (op != null) {
            elementwise.unary(op, n, y, y);
        }
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        convolutions.conv2dGradInput(shape, gy, w, gx);
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        convolutions.conv2dGradWeight(shape, x, gy, gw);
    }

    @Override
    public void pool(Pool2d shape, Buffer x, Buffer y) {
        pools.forward(shape, x, y);
    }

    @Override
    public void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        pools.backward(shape, x, gy, gx);
    }

    @Override
    public void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        batchNorms.training(shape, x, y, saved);
    }

    @Override
    public void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        batchNorms.inference(shape, x, y);
    }

    @Override
    public void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        batchNorms.backward(shape, x, gy, saved, gradients);
    }

    @Override
    public void batchedGemm(BatchedGemm shape, Buffer a, Buffer b, Buffer c) {
        batchedProducts.multiply(shape, a, b, c);
    }

    @Override
    public void groupNorm(GroupNorm shape, Buffer x, Buffer y) {
        groupNorms.forward(shape, x, y);
    }

    @Override
    public void groupNormBackward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx) {
        groupNorms.backward(shape, x, gy, gx);
    }

    @Override
    public void softmax(Softmax shape, Buffer x, Buffer y) {
        softmaxes.forward(shape, x, y);
    }

    @Override
    public void softmaxBackward(Softmax shape, Buffer y, Buffer gy, Buffer gx) {
        softmaxes.backward(shape, y, gy, gx);
    }

    @Override
    public void crossEntropy(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        crossEntropies.forward(shape, logits, labels, probabilities, losses);
    }

    @Override
    public void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx) {
        crossEntropies.backward(shape, probabilities, labels, scale, gx);
    }

    @Override
    public void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        boundedRelus.forward(shape, x, bounds, y);
    }

    @Override
    public void boundedReluBackward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        if (gx != null || gbounds != null) {
            boundedRelus.backward(shape, x, bounds, gy, gx, gbounds);
        }
    }

    @Override
    public void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        intervals.forward(shape, x, lower, upper, y);
    }

    @Override
    public void intervalBackward(
            Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients) {
        if (gradients.input() != null || gradients.lower() != null || gradients.upper() != null) {
            intervals.backward(shape, x, lower, upper, gy, gradients);
        }
    }

    @Override
    public void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        optimisers.step(step, n, gradient, parameter);
    }

    @Override
    public void dequantise(FixedPoint arithmetic, int n, Buffer words, int wordOffset, Buffer x, int offset) {
        fixedPoint.dequantise(
                arithmetic, n, pointer(words).plus(wordOffset), pointer(x).plus(offset));
    }

    @Override
    public long flipRandomBits(FixedPoint arithmetic, RandomBits bits, int n, Buffer words) {
        return flips.flip(bits, arithmetic.format(), n, words);
    }

    @Override
    public WordCounts decodeWords(WordCode code, int n, Buffer words, Buffer check, Buffer decoded) {
        return wordCodes.decode(code, n, words, check, decoded);
    }

    @Override
    public void flipBits(FixedPoint arithmetic, int n, Buffer addresses, Buffer masks, Buffer words) {
        fixedPoint.flipBits(arithmetic, n, addresses, masks, words);
    }

    /** Waits for the device and gives its memory back. */
    @Override
    public void close() {
        matrixProducts.close();
        convolutions.close();
        driver.close();
    }
}
