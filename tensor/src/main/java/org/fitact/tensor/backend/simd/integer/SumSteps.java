package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.D;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.DoubleVector;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.ProductArithmetic;

/**
 * From sums of products to words of the output, as {@link ProductArithmetic} says for sums that are rounded at the end: the bias
 * is added, what results becomes a word of the accumulator, and that one of the output. For one thread and one run.
 */
final class SumSteps {

    private final WordSteps register;
    private final WordSteps output;
    private final double ofProducts;
    private final double toOutput;
    private final double[] bias;
    private final int channels;
    /** Of the lanes, the largest sum so far, or −1 − the least. */
    private final double[] far = new double[L];

    private final long[] rest = new long[L];

    private SumSteps(ProductArithmetic arithmetic, LayerWords layer, double[] bias) {
        int ofRegister = arithmetic.accumulator().type().format().fraction();
        this.register = new WordSteps(arithmetic.accumulator().type());
        this.output = new WordSteps(arithmetic.output());
        this.ofProducts = Math.scalb(1.0, ofRegister - arithmetic.product());
        this.toOutput = Math.scalb(1.0, arithmetic.output().format().fraction() - ofRegister);
        this.bias = bias;
        this.channels = layer.channels();
    }

    /**
     * The steps for sums of some magnitude.
     *
     * @param magnitude that no sum of products exceeds
     * @return none where they are not exact
     */
    static Optional<SumSteps> of(ProductArithmetic arithmetic, LayerWords layer, double magnitude) {
        if (arithmetic.accumulator().moment() != Accumulator.Moment.END
                || !WordSteps.suits(arithmetic.accumulator().type())
                || !WordSteps.suits(arithmetic.output())) {
            return Optional.empty();
        }
        int common = arithmetic.common();
        int ofBias = arithmetic.bias().map(Format::fraction).orElse(common);
        int ofRegister = arithmetic.accumulator().type().format().fraction();
        int ofOutput = arithmetic.output().format().fraction();
        boolean near = Doubles.isScale(common - arithmetic.product())
                && Doubles.isScale(common - ofBias)
                && common - ofRegister <= WordSteps.MOST_BEHIND
                && ofRegister - ofOutput <= WordSteps.MOST_BEHIND
                && Doubles.isScale(ofOutput - ofRegister);
        if (!near) {
            return Optional.empty();
        }
        double unit = Math.scalb(1.0, ofRegister - ofBias);
        double[] bias = new double[new WordPanels(layer.channels()).padded()];
        double largestBias = 0;
        for (int o = 0; o < layer.channels(); o++) {
            largestBias = Math.max(largestBias, Math.abs((double) layer.bias(o)));
            bias[o] = layer.bias(o) * unit;
        }
        double all = Math.scalb(magnitude, common - arithmetic.product()) + Math.scalb(largestBias, common - ofBias);
        double inRegister = Math.scalb(all, ofRegister - common) + 1;
        boolean exact = largestBias < Doubles.EXACT
                && all < Doubles.EXACT
                && Math.scalb(inRegister, Math.max(0, ofOutput - ofRegister)) < Doubles.EXACT;
        return exact ? Optional.of(new SumSteps(arithmetic, layer, bias)) : Optional.empty();
    }

    /**
     * Writes the words of a row of sums.
     *
     * @param sums whole numbers from {@code at} on; modified
     * @param channel the first
     * @param width how many, a multiple of a vector; those that fill up are not written
     * @param y modified from {@code pixel} on, which is the pixel's channel 0
     */
    void row(double[] sums, int at, int channel, int width, long[] y, int pixel) {
        addBias(sums, at, channel, width);
        register.round(sums, at, width, far);
        if (channel + width <= channels) {
            output.write(sums, at, width, toOutput, y, pixel + channel);
        } else {
            output.write(sums, at, width, toOutput, rest, 0);
            System.arraycopy(rest, 0, y, pixel + channel, channels - channel);
        }
    }

    private void addBias(double[] sums, int at, int channel, int width) {
        DoubleVector scale = DoubleVector.broadcast(D, ofProducts);
        for (int i = 0; i < width; i += L) {
            DoubleVector exact =
                    DoubleVector.fromArray(D, sums, at + i).fma(scale, DoubleVector.fromArray(D, bias, channel + i));
            exact.intoArray(sums, at + i);
        }
    }

    /**
     * Tells what happened.
     *
     * @param outputs that were written
     * @return false if the words mean nothing, because something was beyond a range whose overflow these steps do not know; then nothing is told
     */
    boolean tell(NodeRun run, long outputs) {
        if (register.isCut() || output.failed()) {
            return false;
        }
        long farthest = (long) Arrays.stream(far).max().orElseThrow();
        run.tally().accumulated(Long.SIZE + 1 - Long.numberOfLeadingZeros(farthest), register.beyond());
        run.tally().outputs(outputs, output.beyond());
        return true;
    }
}
