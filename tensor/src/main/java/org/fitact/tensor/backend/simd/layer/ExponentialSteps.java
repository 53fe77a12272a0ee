package org.fitact.tensor.backend.simd.layer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Functions that are exponential below 0, and their derivatives, of a vector. */
final class ExponentialSteps {

    private ExponentialSteps() {}

    static FloatVector elu(FloatVector x, float alpha, float scale) {
        return Functions.expm1(x.min(0))
                .mul(alpha)
                .blend(x, x.compare(VectorOperators.GT, 0))
                .mul(scale);
    }

    static FloatVector eluSlope(FloatVector x, FloatVector y, float alpha, float scale) {
        return y.add(alpha * scale).blend(scale, x.compare(VectorOperators.GT, 0));
    }

    static FloatVector celu(FloatVector x, float alpha) {
        return Functions.expm1(x.min(0).div(alpha)).mul(alpha).blend(x, x.compare(VectorOperators.GT, 0));
    }

    static FloatVector celuSlope(FloatVector x, FloatVector y, float alpha) {
        return y.div(alpha).add(1).blend(1, x.compare(VectorOperators.GT, 0));
    }

    /** {@code max(x, 0) + ln(1 + e^−|x|)}, which overflows nowhere. */
    static FloatVector softplus(FloatVector x) {
        return Functions.log1p(Functions.exp(x.abs().neg())).add(x.max(0));
    }
}
