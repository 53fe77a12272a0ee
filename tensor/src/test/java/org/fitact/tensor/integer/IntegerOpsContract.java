package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/**
 * What all integer ops must give, by a model in unlimited integers: the same words, the same counts, the same failures. A million
 * outputs of them are checked by {@link MillionOutputsTest}.
 */
public abstract class IntegerOpsContract {

    /** What is tested. */
    protected abstract IntegerOps ops();

    @Property(tries = 4000)
    void everyOpGivesTheWordsOfTheModel(@ForAll IntegerKind kind, @ForAll long seed) {
        kind.of(seed).check(ops());
    }

    @Property
    void convolutions(@ForAll long seed) {
        IntegerKind.CONVOLUTION.of(seed).check(ops());
    }

    @Property
    void linearLayers(@ForAll long seed) {
        IntegerKind.LINEAR.of(seed).check(ops());
    }

    /** An image's words do not depend on its place in a batch, though a rounding draws. */
    @Property(tries = 50)
    void imagesOfABatchAreComputedAlike(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Operand one = IntegerKind.operand(layers, 5, layers.format());
        long[] twice = new long[10];
        System.arraycopy(one.words(), 0, twice, 0, 5);
        System.arraycopy(one.words(), 0, twice, 5, 5);
        FixedType drawing =
                new FixedType(Format.signed(20, one.format().fraction() - 9), Rounding.STOCHASTIC, Overflow.WRAP);
        long[] y = new long[10];
        ops().convert(
                        10,
                        new Operand(twice, one.format()),
                        drawing,
                        y,
                        new NodeRun(new Tally(), new Draws(seed, 0, 5)));
        for (int i = 0; i < 5; i++) {
            assertEquals(y[i], y[i + 5]);
        }
    }
}
