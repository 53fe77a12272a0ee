package org.fitact.tensor.backend.simd;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.contract.UnaryCase;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.Draws;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.ProductArithmetic;
import org.fitact.tensor.integer.Tally;
import org.fitact.tensor.integer.WordBounds;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * A program that runs elementwise ops and convolutions in groups until they allocate next to nothing, and prints the bytes
 * for each element at which it stopped: after some seconds in vain, those of vectors that are objects.
 */
final class BoxingProbe {

    private static final int ELEMENTS = 1 << 15;
    private static final int CHANNELS = 64;
    private static final int RUNS = 50;

    /** What a run takes besides vectors; an object for each vector would be 5 bytes for each element or more. */
    static final double FEW = 2;

    /** Forward with many groups and with few, and both gradients of the depthwise one. */
    static final int CONVOLUTIONS = 4;

    /** On words. */
    static final int INTEGERS = 7;

    private BoxingProbe() {}

    public static void main(String[] args) {
        try (Backend backend = Backends.open("simd", new BackendOptions(1))) {
            ops(backend).forEach((name, op) -> System.out.println(bytesAtLast(op) + " " + name));
        }
    }

    /** Values on both sides of their bounds, so that every branch is taken. */
    private static Map<String, Runnable> ops(Backend backend) {
        Buffer x = Operands.random(backend, 1, ELEMENTS);
        Buffer gy = Operands.random(backend, 2, ELEMENTS);
        Buffer y = Operands.random(backend, 3, ELEMENTS);
        Buffer bounds = Operands.random(backend, 4, ELEMENTS);
        backend.unary(new UnaryOp.Abs(), ELEMENTS, bounds, bounds);
        Buffer gbounds = Operands.random(backend, 5, ELEMENTS);
        Buffer lower = Operands.random(backend, 6, ELEMENTS);
        backend.unary(new UnaryOp.Affine(-1, 0), ELEMENTS, bounds, lower);
        Buffer glower = Operands.random(backend, 7, ELEMENTS);
        IntervalGradients gradients = new IntervalGradients(y, glower, gbounds);
        Map<String, Runnable> ops = new LinkedHashMap<>();
        for (Policy policy : Policy.values()) {
            for (Granularity granularity : Granularity.values()) {
                BoundedRelu shape = new BoundedRelu(policy, granularity, 20, 4, ELEMENTS / CHANNELS / 4, CHANNELS);
                ops.put(policy + " " + granularity, () -> backend.boundedRelu(shape, x, bounds, y));
                ops.put(
                        policy + " " + granularity + " backward",
                        () -> backend.boundedReluBackward(shape, x, bounds, gy, y, gbounds));
                Interval both = new Interval(shape);
                ops.put(
                        policy + " " + granularity + " of both sides",
                        () -> backend.interval(both, x, lower, bounds, y));
                ops.put(
                        policy + " " + granularity + " of both sides backward",
                        () -> backend.intervalBackward(both, x, lower, bounds, gy, gradients));
            }
        }
        for (UnaryCase function : UnaryCase.all()) {
            UnaryOp op = function.op();
            ops.put(op.toString(), () -> backend.unary(op, ELEMENTS, x, y));
            ops.put(op + " backward", () -> backend.unaryGrad(op, ELEMENTS, x, x, gy, y));
        }
        ops.putAll(convolutions(backend));
        ops.putAll(integers(backend.integers().orElseThrow()));
        return ops;
    }

    /** Layers on words: transformed and tap by tap, and what stands between them. */
    private static Map<String, Runnable> integers(IntegerOps integers) {
        Map<String, Runnable> ops = new LinkedHashMap<>();
        Conv2d shape = new Conv2d(2, 16, 16, CHANNELS, CHANNELS, 3, 3, 1, 1);
        long[] x = new PhiloxRandom(1, 0).longs(2 * ELEMENTS, 0, 1 << 15).toArray();
        long[] w = new PhiloxRandom(2, 0)
                .longs(shape.weightElements(), -(1 << 12), 1 << 12)
                .toArray();
        long[] y = new long[2 * ELEMENTS];
        Format word = Format.signed(16, 8);
        FixedType type = FixedType.of(word);
        Accumulator accumulator = new Accumulator(FixedType.of(Format.signed(48, 16)), Accumulator.Moment.END);
        ProductArithmetic arithmetic = new ProductArithmetic(word, word, Optional.empty(), accumulator, type);
        LayerWords layer = new LayerWords(w, null, CHANNELS);
        Operand operand = new Operand(x, word);
        NodeRun run = new NodeRun(new Tally(), new Draws(0, 0, 1));
        ops.put("words transformed", () -> integers.conv2d(shape, arithmetic, x, layer, y, run));
        ops.put(
                "words tap by tap",
                () -> integers.linear(ELEMENTS / CHANNELS, CHANNELS, CHANNELS, arithmetic, x, layer, y, run));
        ops.put("words clipped", () -> integers.clip(ELEMENTS, operand, 0, 1 << 14, type, y, run));
        ops.put("words added", () -> integers.binary(BinaryOp.ADD, ELEMENTS, operand, operand, type, y, run));
        Pool2d pool = new Pool2d(Pool2d.Kind.MAX, 2, 32, 32, CHANNELS / 2, 2, 2);
        ops.put("words pooled", () -> integers.pool(pool, operand, type, y, run));
        for (Policy policy : new Policy[] {Policy.ZERO, Policy.SATURATE}) {
            BoundedRelu bound = new BoundedRelu(policy, Granularity.NEURON, 1, 4, ELEMENTS / CHANNELS / 4, CHANNELS);
            WordBounds bounds = new WordBounds(
                    new Operand(Arrays.copyOf(x, bound.bounds()), word), Optional.empty(), Optional.empty());
            ops.put("words bounded, " + policy, () -> integers.bound(bound, operand, bounds, type, y, run));
        }
        return ops;
    }

    /** Convolutions of one group to a channel, or to some: as many outputs as the elements of the other ops. */
    private static Map<String, Runnable> convolutions(Backend backend) {
        Map<String, Runnable> ops = new LinkedHashMap<>();
        for (int groups : new int[] {CHANNELS, CHANNELS / 4}) {
            int side = ELEMENTS / CHANNELS / 16;
            Conv2d shape = new Conv2d(1, 16, side, CHANNELS, CHANNELS, groups, Window2d.square(3, 1, 1));
            Buffer x = Operands.random(backend, 6, shape.inputElements());
            Buffer w = Operands.random(backend, 7, shape.weightElements());
            Buffer y = Operands.random(backend, 8, shape.outputElements());
            Buffer gw = Operands.random(backend, 9, shape.weightElements());
            ops.put(groups + " groups", () -> backend.conv2d(shape, x, w, y, Epilogue.NONE));
            if (shape.isDepthwise()) {
                ops.put("depthwise, by input", () -> backend.conv2dGradInput(shape, y, w, x));
                ops.put("depthwise, by weight", () -> backend.conv2dGradWeight(shape, x, y, gw));
            }
        }
        return ops;
    }

    private static double bytesAtLast(Runnable op) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        double bytes;
        do {
            long before = threads.getTotalThreadAllocatedBytes();
            for (int run = 0; run < RUNS; run++) {
                op.run();
            }
            bytes = (threads.getTotalThreadAllocatedBytes() - before) / (double) RUNS / ELEMENTS;
        } while (bytes > FEW && System.nanoTime() < deadline);
        return bytes;
    }
}
