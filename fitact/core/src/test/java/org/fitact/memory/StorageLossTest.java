package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.number.TensorEncoding;
import org.junit.jupiter.api.Test;

class StorageLossTest {

    private static final FixedPoint FRACTIONS = FixedPoint.of(new QFormat(0, 7));

    private static Optional<StorageLoss> store(FixedPoint arithmetic, float... values) {
        return StorageLoss.of(
                "w", arithmetic.name(), new TensorEncoding(arithmetic), values, arithmetic.encode(values));
    }

    @Test
    void whatLiesBeyondTheRangeIsCounted() {
        assertEquals(Optional.empty(), store(FRACTIONS, 0.9921875f, -1, 0.25f, 0));
        assertEquals(
                Optional.of(new StorageLoss("w", "Q0.7", 5, 3, false)),
                store(FRACTIONS, 1, -1.1f, 0.5f, Float.POSITIVE_INFINITY, -1));
        FixedPoint wrapping = new FixedPoint(QFormat.Q3_4, Rounding.HALF_EVEN, Overflow.WRAP, 0);
        assertEquals(Optional.of(new StorageLoss("w", "Q3.4", 2, 1, false)), store(wrapping, 9, 1));
    }

    @Test
    void aTensorOfWhichNothingIsLeftIsNamed() {
        FixedPoint whole = FixedPoint.of(new QFormat(31, 0));
        assertEquals(Optional.of(new StorageLoss("w", "Q31.0", 3, 0, true)), store(whole, 0.4f, -0.3f, 0));
        assertEquals(Optional.empty(), store(whole, 0.4f, 3), "one number is left");
        assertEquals(Optional.empty(), store(whole, 0, 0), "there was nothing to lose");
    }

    @Test
    void aLineNamesTheFirst() {
        assertEquals(Optional.empty(), StorageLoss.summary(List.of()));
        StorageLoss some = new StorageLoss("a", "Q0.7", 1500, 12, false);
        StorageLoss all = new StorageLoss("b", "Q0.7", 3, 0, true);
        assertEquals(
                Optional.of("a: 12 of 1500 numbers beyond Q0.7, b: all numbers are 0 in Q0.7"),
                StorageLoss.summary(List.of(some, all)));
        assertEquals(
                "a: 12 of 1500 numbers beyond Q0.7, b: all numbers are 0 in Q0.7, b: all numbers are 0 in Q0.7, and 2 "
                        + "tensors more",
                StorageLoss.summary(List.of(some, all, all, some, some)).orElseThrow());
    }
}
