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

/**
 * Everything that a device must be able to do, and the one seam between the engine and a device. Above it there are
 * tensors, gradients and networks, which know no device; below it there are kernels, which know no tensors.
 *
 * <p>Rules that hold for every op:
 *
 * <ul>
 *   <li>Buffers were allocated by the same backend. An op that is given one of another, too short, or of the wrong type,
 *       throws {@link IllegalArgumentException}; one that was closed, {@link IllegalStateException}. Nothing is written then.
 *   <li>Feature maps are channels-last (NHWC): neighbouring channels of one pixel are neighbours in memory.
 *   <li>The output may be the same buffer as an input of an element-wise op ({@link #unary}, {@link #unaryGrad}, {@link
 *       #binary}, {@link #boundedRelu}, {@link #interval}), never of another.
 *   <li>The result is the same to the bit on every run and for every number of threads.
 *   <li>The scalar implementation in {@code org.fitact.tensor.backend.reference} is the definition of what an op means.
 * </ul>
 *
 * <p>A backend may return before a device has finished; {@link #download} waits for it. An instance is used by one thread
 * at a time; see {@link #handOver}.
 *
 * <p>Who opens a backend by its {@link BackendProvider} gets it behind a {@link CheckedBackend}, which checks all
 * arguments. The devices themselves check nothing but the contents of buffers ({@link Contents}).
 */
public interface Backend extends AutoCloseable {

    /** Short name for messages and reports: {@code reference}, {@code simd}, {@code cuda}. */
    String name();

    /**
     * What results depend on beside the name: the choices among ways to compute that round differently, each by the name of
     * {@link BackendOptions#choices}, those that nobody made included. On one kind of device, two backends of equal name and
     * choices give the same results to the bit.
     *
     * @return names and values in lower case; empty where there is only one way
     */
    Map<String, String> numericChoices();

    /**
     * The thread that opened a backend is the only one that may use it, and close what came from it; another gets a {@link
     * WrongThreadException}. By this call the owner lets go of it: the next thread that uses the backend becomes the owner.
     * (A device itself has no owner; {@link CheckedBackend} has.)
     */
    default void handOver() {}

    /**
     * Ops on words, by which networks are computed in integers; empty where the device has none, and the host's are to be taken
     * ({@link Backends#integers}). They work on arrays of the host, several threads may use them at once, and they outlive the
     * backend.
     */
    default Optional<IntegerOps> integers() {
        return Optional.empty();
    }

    // Memory

    /** Whether buffers lie in a memory of their own, where one large op costs less than many small writes by the host. */
    default boolean hasOwnMemory() {
        return false;
    }

    /** A buffer whose contents are undefined. */
    Buffer allocate(DType type, int length);

    /** Copies the host's elements ({@code float} or {@code int}, by the buffer's type) to the buffer from an offset. */
    void upload(MemorySegment host, Buffer target, int targetOffset);

    /**
     * Overwrites single elements of a float buffer: {@code target[indices[i]] = values[i]}; of equal indices the last counts.
     *
     * @throws IllegalArgumentException if an index is beyond the buffer; then nothing is written
     */
    default void scatter(float[] values, int[] indices, Buffer target) {
        MemorySegment host = MemorySegment.ofArray(values);
        for (int i = 0; i < indices.length; i++) {
            upload(host.asSlice((long) i * Float.BYTES, Float.BYTES), target, indices[i]);
        }
    }

    /** Copies elements from an offset of the buffer to the host until the segment is full. */
    void download(Buffer source, int sourceOffset, MemorySegment host);

    /** Sets the first {@code n} elements of a float buffer. */
    void fill(int n, float value, Buffer target);

    /** Copies between two strided views; either buffer type, both the same. */
    void copyStrided(StridedCopy copy, Buffer source, Buffer target);

    // Element-wise

    /** {@code y = op(x)} for {@code n} elements. */
    void unary(UnaryOp op, int n, Buffer x, Buffer y);

    /** {@code gx = gy · op'(x)}, where {@code y = op(x)} is given too. */
    void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx);

    /** {@code y = op(a, b)}, b repeated as {@code shape} says. */
    void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y);

    /** {@code y ← y + alpha·x} for {@code n} elements. */
    void axpy(int n, float alpha, Buffer x, Buffer y);

    // Reductions

    /** {@code y[outer, inner] = op over reduced of x[outer, reduced, inner]}. */
    void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y);

    /**
     * Index of the first largest element of every row of {@code [rows, columns]}. NaN is never the largest; a row of
     * nothing but NaN gives −1, which is no class, so a network whose output was poisoned is counted as wrong.
     *
     * @param index INT32, {@code [rows]}
     */
    void argmax(int rows, int columns, Buffer x, Buffer index);

    // Products

    /** {@code C = epilogue(op(A)·op(B))}; see {@link Gemm}. With {@code accumulate}, the epilogue must be none. */
    void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue);

    /** {@code C[i] = op(A[i])·op(B[i])}; see {@link BatchedGemm}. */
    void batchedGemm(BatchedGemm shape, Buffer a, Buffer b, Buffer c);

    /** {@code y = epilogue(conv(x, w))}; see {@link Conv2d}. */
    void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue);

    /**
     * {@code y = pool(epilogue(conv(x, w)))} without the feature map between them, by weights that were {@linkplain #pack
     * packed}: whether it takes less time than {@link #conv2d} and {@link #pool} one after the other. The answer follows
     * from the shapes.
     *
     * @param shape for the images that the weights are packed for
     */
    default boolean fusesPool(Conv2d shape, Pool2d pool) {
        return false;
    }

    /**
     * {@code y = pool(epilogue(conv(x, w)))}, to the bit what {@link #conv2d} and {@link #pool} make of it one after the
     * other.
     *
     * @param pool of the convolution's output
     * @param epilogue of the convolution: its residual and its bounded activation have the shape of the output before the
     *     pooling
     */
    default void conv2dPool(Conv2d shape, Pool2d pool, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        try (Buffer map = allocate(DType.FLOAT32, shape.outputElements())) {
            conv2d(shape, x, w, map, epilogue);
            pool(pool, map, y);
        }
    }

    /** {@code gx}, the gradient of the loss by the input, from {@code gy}; overwrites. */
    void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx);

    /** {@code gw}, the gradient of the loss by the weight, from {@code gy}; overwrites. */
    void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw);

    /**
     * Weights made ready for many products: what this returns may be given to {@link #conv2d} or {@link #gemm} in place of
     * {@code weights}, for the same shape and up to as many images or rows. The algorithm is chosen here, by a fixed rule on
     * the shape, and does not change with the number of images of a call.
     *
     * @param weights w of a convolution, b of a matrix product
     * @return nothing where this backend reads the weights as they are
     */
    default Optional<PackedWeights> pack(Product shape, Buffer weights) {
        return Optional.empty();
    }

    // Layers

    void pool(Pool2d shape, Buffer x, Buffer y);

    /** {@code gx} from {@code gy}; the largest elements are found again in {@code x}. */
    void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx);

    /**
     * Normalises by the statistics of the batch and moves the running ones; see {@link BatchNorm}.
     *
     * @param saved the batch's mean and 1/√(variance + epsilon); written, for the backward pass
     */
    void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved);

    /** Normalises by the running statistics. */
    void batchNormInference(BatchNorm shape, Buffer x, Buffer y);

    /**
     * Backward pass of {@link #batchNormTraining}: {@code gbeta = Σ gy}, {@code ggamma = Σ gy·x̂},
     * {@code gx = gamma·invStd·(gy − gbeta/n − x̂·ggamma/n)} with {@code x̂ = (x − mean)·invStd}.
     */
    void batchNormBackward(BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients);

    /** Normalises each group of channels of each image by its own statistics; see {@link GroupNorm}. */
    void groupNorm(GroupNorm shape, Buffer x, Buffer y);

    /**
     * The gradient by the input of {@link #groupNorm} without scale and shift, those of {@code shape} not being read:
     * {@code gx = invStd·(gy − mean(gy) − x̂·mean(gy·x̂))} with {@code x̂ = (x − mean)·invStd}, all means over a group.
     */
    void groupNormBackward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx);

    /** Softmax over a dimension, or its logarithm; see {@link Softmax}. */
    void softmax(Softmax shape, Buffer x, Buffer y);

    /**
     * {@code gx = y·(gy − Σ gy·y)}, of the logarithm {@code gx = gy − e^y·Σ gy}, sums over the classes.
     *
     * @param y what {@link #softmax} gave
     */
    void softmaxBackward(Softmax shape, Buffer y, Buffer gy, Buffer gx);

    /**
     * Softmax probabilities and the loss of every row.
     *
     * @param labels INT32, {@code [rows]}, each in 0..classes−1
     * @param probabilities {@code [rows, classes]}
     * @param losses {@code [rows]}
     */
    void crossEntropy(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses);

    /** {@code gx = scale·(probabilities − target)}: the gradient of {@code scale·Σ losses} by the logits. */
    void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx);

    // What FitAct is about

    /** {@code y = boundedRelu(x, bounds)}; see {@link BoundedRelu}. */
    void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y);

    /**
     * Gradients by the input and by the bounds, the latter summed over all elements that share a bound.
     *
     * @param gx overwritten, or null if not wanted
     * @param gbounds overwritten, or null if not wanted
     */
    void boundedReluBackward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds);

    /** {@code y = interval(x, lower, upper)}; see {@link Interval}. */
    void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y);

    /**
     * Gradients by the input and by the bounds of each side, the latter summed over all elements that share a pair.
     *
     * @param gradients overwritten, as far as they are wanted
     */
    void intervalBackward(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients);

    /** Updates the first {@code n} elements of a parameter by its gradient. */
    void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter);

    /** {@code x[offset + i] = words[wordOffset + i]·2^−f} for i in 0..n−1, rounded to the nearest float. */
    void dequantise(FixedPoint arithmetic, int n, Buffer words, int wordOffset, Buffer x, int offset);

    /**
     * {@code words[addresses[i]] ^= masks[i]} for {@code n} pairs of INT32; the addresses are distinct. Bits above the
     * format's width are kept a copy of the sign bit, so that a word remains its own sign extension.
     */
    void flipBits(FixedPoint arithmetic, int n, Buffer addresses, Buffer masks, Buffer words);

    /**
     * Flips every bit that is hit among those of the first {@code n} words; bit b of word w is number
     * {@code w·width + b}. What is hit depends on {@code bits} and {@code n} only. The same call again undoes it.
     *
     * @return how many bits were flipped
     */
    long flipRandomBits(FixedPoint arithmetic, RandomBits bits, int n, Buffer words);

    /**
     * Reads all words of a tensor through a memory code.
     *
     * @param n words
     * @param check by block of the code, the last of which may be shorter; null where it has none
     * @param decoded INT32, overwritten
     */
    WordCounts decodeWords(WordCode code, int n, Buffer words, Buffer check, Buffer decoded);

    @Override
    void close();
}
