package org.fitact.tensor.integer;

import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Wide;

/** Bounds on words. */
final class BoundKernels {

    private final BoundedRelu shape;
    private final Operand x;
    private final WordBounds bounds;
    private final Conversion output;
    private final Wide distance = new Wide();
    private final Wide free = new Wide();

    private BoundKernels(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, NodeRun run) {
        this.shape = shape;
        this.x = x;
        this.bounds = bounds;
        this.output = new Conversion(type, run);
    }

    static void bound(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run) {
        BoundKernels kernel = new BoundKernels(shape, x, bounds, type, run);
        for (int i = 0; i < shape.elements(); i++) {
            y[i] = kernel.output(i);
        }
    }

    private long output(int element) {
        long word = x.words()[element];
        if (word > 0) {
            return side(element, word, bounds.upper(), 1);
        }
        return word < 0 && bounds.lower().isPresent()
                ? side(element, word, bounds.lower().get(), -1)
                : output.word(0, x.format().fraction(), element);
    }

    /**
     * One side.
     *
     * @param sign of the word and of a bound that lets something pass: 1 above 0, −1 below
     */
    private long side(int element, long word, Operand all, int sign) {
        int fraction = x.format().fraction();
        int ofBound = all.format().fraction();
        long bound = all.words()[bound(element)];
        boolean within = sign * Comparison.compare(word, fraction, bound, ofBound) <= 0;
        return switch (shape.policy()) {
            case ZERO -> output.word(within ? word : 0, fraction, element);
            case SATURATE -> {
                if (within) {
                    yield output.word(word, fraction, element);
                }
                yield output.word(Long.signum(bound) == sign ? bound : 0, ofBound, element);
            }
            case SMOOTH -> {
                int common = Math.max(fraction, ofBound);
                distance.set(sign > 0 ? bound : word).shiftLeft(common - (sign > 0 ? ofBound : fraction));
                free.set(sign > 0 ? ~word : ~bound).add(1).shiftLeft(common - (sign > 0 ? fraction : ofBound));
                long gate = bounds.gate().orElseThrow().gate(distance.add(free), common);
                yield output.word(free.set(0).addProduct(word, gate), fraction + GateTable.FRACTION, element);
            }
        };
    }

    private int bound(int element) {
        return switch (shape.granularity()) {
            case LAYER -> 0;
            case CHANNEL -> element % shape.channels();
            case NEURON -> element % (shape.spatial() * shape.channels());
        };
    }
}
