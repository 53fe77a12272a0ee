package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions that need no exponential, and their derivatives, of a vector; and whole numbers near those of a vector, each with the
 * sign of what it came from, zeros too.
 */
final class RectifierSteps {

    /** 2^23: from here on all floats are whole, and a smaller one plus this is rounded to a whole number. */
    private static final float WHOLE = 0x1p23f;

    private RectifierSteps() {}

    static FloatVector leakyRelu(FloatVector x, float slope) {
        return x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0));
    }

    static FloatVector leakyReluSlope(FloatVector x, float slope) {
        return broadcast(slope).blend(1, x.compare(VectorOperators.GT, 0));
    }

    static FloatVector clipSlope(FloatVector x, float low, float high) {
        VectorMask<Float> inside = x.compare(VectorOperators.GT, low).and(x.compare(VectorOperators.LT, high));
        return broadcast(0).blend(1, inside);
    }

    static FloatVector hardSigmoid(FloatVector x, float slope, float shift) {
        return x.fma(broadcast(slope), broadcast(shift)).max(0).min(1);
    }

    static FloatVector hardSigmoidSlope(FloatVector y, float slope) {
        VectorMask<Float> inside = y.compare(VectorOperators.GT, 0).and(y.compare(VectorOperators.LT, 1));
        return broadcast(0).blend(slope, inside);
    }

    /** A sixth first: x times 6 could overflow, and 6 times the sixth is 1. */
    static FloatVector hardSwish(FloatVector x) {
        return x.add(3).max(0).min(6).mul(1 / 6f).mul(x);
    }

    static FloatVector hardSwishSlope(FloatVector x) {
        return x.fma(broadcast(1 / 3f), broadcast(0.5f))
                .blend(1, x.compare(VectorOperators.GE, 3))
                .blend(0, x.compare(VectorOperators.LE, -3));
    }

    static FloatVector softsign(FloatVector x) {
        return x.div(x.abs().add(1));
    }

    static FloatVector softsignSlope(FloatVector x) {
        FloatVector d = broadcast(1).div(x.abs().add(1));
        return d.mul(d);
    }

    /** The nearest, of two the even one. */
    static FloatVector round(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector rounded = size.add(WHOLE).sub(WHOLE);
        return signed(size.blend(rounded, size.compare(VectorOperators.LT, WHOLE)), x);
    }

    static FloatVector floor(FloatVector x) {
        FloatVector near = round(x);
        return signed(near.sub(1, near.compare(VectorOperators.GT, x)).abs(), x);
    }

    static FloatVector ceil(FloatVector x) {
        FloatVector near = round(x);
        return signed(near.add(1, near.compare(VectorOperators.LT, x)).abs(), x);
    }

    /** NaN and zeros stay. */
    static FloatVector sign(FloatVector x) {
        return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(broadcast(-1), x.compare(VectorOperators.LT, 0));
    }

    private static FloatVector signed(FloatVector size, FloatVector x) {
        return size.reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }
}
