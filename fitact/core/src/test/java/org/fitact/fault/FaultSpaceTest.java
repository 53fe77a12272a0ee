package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

class FaultSpaceTest {

    @Test
    void everyAddressIsInTheRegionThatHoldsIt() {
        FaultSpace space = Spaces.small(true);
        int address = 0;
        for (Region region : space.regions()) {
            assertEquals(address, region.offset());
            for (int i = 0; i < region.words(); i++) {
                assertEquals(region, space.regionAt(address++));
            }
        }
        assertEquals(49, address);
        assertEquals(49, space.words());
        assertEquals(40, space.sharedWords());
        assertEquals(40, Spaces.small(false).sharedWords());
        assertThrows(IndexOutOfBoundsException.class, () -> space.regionAt(49));
        assertThrows(IndexOutOfBoundsException.class, () -> space.regionAt(-1));
    }

    @Test
    void bitsMayBeMoreThanAnInt() {
        assertEquals(
                14_728_266L * 160,
                Spaces.weights(FixedPoint.of(QFormat.Q15_16), 14_728_266 * 5).bits());
    }

    @Test
    void wordsOfSeveralWidthsLieWithoutGaps() {
        FaultSpace space = Spaces.small(true, FixedPoint.of(QFormat.Q3_4));
        assertEquals(40 * 16 + 9 * 8, space.bits());
        assertEquals(FixedPoint.of(QFormat.Q7_8), space.formatAt(39));
        assertEquals(FixedPoint.of(QFormat.Q3_4), space.formatAt(40));
        assertEquals(FixedPoint.of(QFormat.Q3_4), space.formatAt(48));
    }

    /** From the top of the last 16-bit word into 8-bit ones, and on to the end of the memory. */
    @Test
    void aBurstGoesOnIntoWordsOfAnotherWidth() {
        FaultSpace space = Spaces.small(true, FixedPoint.of(QFormat.Q3_4));
        EligibleBits bits = new EligibleBits(space, FaultFilter.ALL);
        BitPlacement topOfTheLastWeight = (eligible, random, hit) -> hit.accept(40L * 16 - 1);
        FaultPattern pattern = new Burst(10, topOfTheLastWeight).sample(bits, new PhiloxRandom(1, 1));
        assertArrayEquals(new int[] {39, 40, 41}, pattern.addresses());
        assertArrayEquals(new int[] {1 << 15, 0xFF, 1}, pattern.masks());
        BitPlacement nearTheEnd = (eligible, random, hit) -> hit.accept(eligible.count() - 2);
        assertEquals(
                2,
                new Burst(10, nearTheEnd).sample(bits, new PhiloxRandom(1, 1)).bits());
    }

    @Test
    void refusesSpacesThatMakeNoSense() {
        FaultSpace.Builder builder = FaultSpace.builder(FixedPoint.of(QFormat.Q7_8));
        assertThrows(IllegalArgumentException.class, builder::build);
        assertThrows(IllegalArgumentException.class, () -> builder.add("a", "a.weight", ParameterKind.WEIGHT, 0));
        builder.add("a", "a.bounds", ParameterKind.BOUND, 5);
        var order = assertThrows(
                IllegalArgumentException.class, () -> builder.add("b", "b.weight", ParameterKind.WEIGHT, 1));
        assertTrue(order.getMessage().contains("b.weight") && order.getMessage().contains("a.bounds"));
        builder.add("c", "c.bounds", ParameterKind.BOUND, Integer.MAX_VALUE - 5);
        assertThrows(IllegalArgumentException.class, () -> builder.add("d", "d.bounds", ParameterKind.BOUND, 1));
    }
}
