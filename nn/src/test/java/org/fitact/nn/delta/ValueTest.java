package org.fitact.nn.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ValueTest {

    private static Value of(float... clean) {
        Value value = new Value(clean.length);
        System.arraycopy(clean, 0, value.clean(), 0, clean.length);
        value.seen();
        return value;
    }

    /** Whatever order elements are set in: what is no number must not be hidden by the number that comes behind it. */
    @Test
    void theMagnitudeIsNoNumberIfOneElementIsNone() {
        float[][] orders = {
            {Float.NaN, 5, 3}, {5, Float.NaN, 3}, {5, 3, Float.NaN}, {Float.POSITIVE_INFINITY, Float.NaN, 3}
        };
        for (float[] order : orders) {
            Value value = of(1, 1, 1);
            value.setAll(order);
            assertTrue(Float.isNaN(value.magnitude()));
            assertTrue(Double.isNaN(value.growth()));
        }
    }

    @Test
    void whatDiffersIsKnownUntilItIsForgotten() {
        Value value = of(1, -2, 4);
        value.setAll(new float[] {1, -8, Float.NEGATIVE_INFINITY});
        assertEquals(2, value.count());
        assertEquals(Float.POSITIVE_INFINITY, value.magnitude());
        assertTrue(value.difference().isOf(value));
        value.reset();
        assertFalse(value.differs());
        assertEquals(-2, value.now()[1]);
        value.set(1, 6);
        assertEquals(1.5, value.growth(), "6 beside 4, the largest without a change");
        assertFalse(of(1, -2, 4).difference().isOf(value));
    }
}
