package org.fitact.tensor.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Reduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A shape that no buffer can hold is refused when it is made, in whatever order its extents are multiplied. */
class ShapesTest {

    private static final int WIDE = 1 << 16;

    /** Of each, a part of the product is 2³² or 2³¹, which as an int is 0 or negative. */
    static Stream<Executable> shapesBeyondABuffer() {
        return Stream.of(
                () -> new Conv2d(1, WIDE, WIDE, 1, 1, 1, 1, 1, 0),
                () -> new Conv2d(1 << 11, 1 << 10, 1 << 10, 1, 1, 1, 1, 1, 0),
                () -> new Conv2d(1, 1, 1, WIDE, WIDE, 1, 1, 1, 0),
                () -> new Conv2d(1, 8, 8, 1, 1 << 30, 1, 1, 1, 0),
                () -> new Conv2d(1, 1, 1, 1, 1, 1, 1, 1, Integer.MAX_VALUE / 2 + 1),
                () -> new Pool2d(Pool2d.Kind.MAX, 1, WIDE, WIDE, 1, 2, 2),
                () -> new Pool2d(Pool2d.Kind.MAX, 1, 1 << 15, WIDE, 1, 2, 2),
                () -> new BoundedRelu(Policy.ZERO, Granularity.LAYER, 1, 1, WIDE, WIDE),
                () -> new BoundedRelu(Policy.ZERO, Granularity.NEURON, 1, WIDE, WIDE, 1),
                () -> new BatchNorm(WIDE, WIDE, 0, 0, null, null, null, null),
                () -> new Broadcast(WIDE, 1, WIDE, Broadcast.Second.FULL),
                () -> new CrossEntropy(WIDE, WIDE, 0),
                () -> new Reduction(WIDE, WIDE, 1),
                () -> Gemm.of(WIDE, 1, WIDE),
                () -> Gemm.of(1, WIDE, WIDE),
                () -> Gemm.of(WIDE, WIDE, 1));
    }

    @ParameterizedTest
    @MethodSource("shapesBeyondABuffer")
    void aShapeBeyondABufferIsRefused(Executable shape) {
        String message = assertThrows(IllegalArgumentException.class, shape).getMessage();
        assertEquals(true, message.endsWith(" more than a buffer can hold, which are 2147483647"), message);
    }

    @Test
    void theLargestThatFitsIsTaken() {
        assertEquals(Integer.MAX_VALUE, new Conv2d(1, 1, Integer.MAX_VALUE, 1, 1, 1, 1, 1, 0).outputElements());
        assertEquals(Integer.MAX_VALUE, new Reduction(Integer.MAX_VALUE, 1, 1).inputElements());
    }

    @Test
    void aKernelThatPaddingMakesFitInALongOnlyIsJudgedAsSuch() {
        // height + 2·padding is 2³¹ and more: as an int it is negative, and the kernel would not fit.
        Conv2d far = new Conv2d(1, 1, 1, 1, 1, 1, 1, 1 << 30, 1 << 30);
        assertEquals(3, far.outHeight());
        assertEquals(9, far.outputPixels());
    }

    @Test
    void theMessageHasTheExtents() {
        String message = assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(WIDE, WIDE, 0))
                .getMessage();
        assertEquals("logits of 65536x65536 elements: more than a buffer can hold, which are 2147483647", message);
    }
}
