package org.fitact.fault;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.NumberFormat;

/** Fault spaces for tests, and what tests read from patterns. */
final class Spaces {

    private Spaces() {}

    /** 40 words of Q7.8 in two layers, and 9 words of bounds behind them if wanted. */
    static FaultSpace small(boolean bounds) {
        return small(bounds, FixedPoint.of(QFormat.Q7_8));
    }

    /** The same with bounds of another format. */
    static FaultSpace small(boolean bounds, NumberFormat ofBounds) {
        FaultSpace.Builder builder = FaultSpace.builder(FixedPoint.of(QFormat.Q7_8))
                .add("conv1", "conv1.weight", ParameterKind.WEIGHT, 18)
                .add("conv1", "conv1.bias", ParameterKind.BIAS, 2)
                .add("fc", "fc.weight", ParameterKind.WEIGHT, 17)
                .add("fc", "fc.bias", ParameterKind.BIAS, 3);
        if (bounds) {
            builder.format(ofBounds)
                    .add("relu1", "relu1.bounds", ParameterKind.BOUND, 2)
                    .add("relu2", "relu2.bounds", ParameterKind.BOUND, 7);
        }
        return builder.build();
    }

    static FaultSpace weights(NumberFormat format, int words) {
        return FaultSpace.builder(format)
                .add("layer", "layer.weight", ParameterKind.WEIGHT, words)
                .build();
    }

    /** Every bit that is hit, as its index in a memory of one format, ascending. */
    static List<Long> bits(FaultPattern pattern, FaultSpace space) {
        int width = space.formatAt(0).width();
        List<Long> bits = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            for (int position = 0; position < width; position++) {
                if ((pattern.mask(i) >>> position & 1) == 1) {
                    bits.add((long) pattern.address(i) * width + position);
                }
            }
        }
        return bits;
    }
}
