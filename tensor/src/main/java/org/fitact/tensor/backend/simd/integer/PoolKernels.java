package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.J;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;

/** The largest words of windows, a vector of channels at a time. */
final class PoolKernels {

    private PoolKernels() {}

    /** Returns false where the words are not those of the reference; then nothing is told. */
    static boolean largest(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        WordSteps steps = new WordSteps(type);
        double scale = ElementKernels.scale(x.format().fraction(), type);
        int channels = shape.channels();
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        LongVector bits = LongVector.zero(J);
        int to = 0;
        for (int image = 0; image < shape.batch(); image++) {
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                int firstLine = image * shape.height() + down.input(oy, 0);
                int fromLine = down.firstTap(oy);
                int endLine = down.endTap(oy, shape.height());
                for (int ox = 0; ox < shape.outWidth(); ox++, to += channels) {
                    int from = across.firstTap(ox);
                    int end = across.endTap(ox, shape.width());
                    for (int c = 0; c < channels; c += L) {
                        VectorMask<Long> there = J.indexInRange(c, channels);
                        LongVector largest = LongVector.zero(J).blend(x.format().minWord(), there);
                        for (int ky = fromLine; ky < endLine; ky++) {
                            int line = (firstLine + ky * down.dilation()) * shape.width();
                            for (int kx = from; kx < end; kx++) {
                                int at = (line + across.input(ox, kx)) * channels + c;
                                largest = largest.max(LongVector.fromArray(J, x.words(), at, there));
                            }
                        }
                        bits = bits.or(Doubles.magnitudeBits(largest));
                        steps.words(Doubles.of(largest).mul(scale)).intoArray(y, to + c, there);
                    }
                }
            }
        }
        boolean exact = Doubles.limit(bits.reduceLanes(VectorOperators.OR)) <= ElementKernels.limit(scale);
        if (!exact || steps.failed()) {
            return false;
        }
        run.tally().outputs(shape.outputElements(), steps.beyond());
        return true;
    }
}
