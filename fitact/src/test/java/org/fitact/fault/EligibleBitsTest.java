package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.fitact.tensor.fixedpoint.BitClass;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EligibleBitsTest {

    static Stream<FaultFilter> filters() {
        return Stream.of(
                FaultFilter.ALL,
                FaultFilter.ALL.withLayers("conv*"),
                FaultFilter.ALL.withLayers("fc", "relu?"),
                FaultFilter.ALL.withKinds(ParameterKind.BIAS),
                FaultFilter.ALL.withKinds(ParameterKind.WEIGHT, ParameterKind.BOUND),
                FaultFilter.ALL.withKinds(ParameterKind.BOUND),
                FaultFilter.ALL.withBits(BitSelector.of(BitClass.SIGN)),
                FaultFilter.ALL.withBits(BitSelector.of(BitClass.INTEGER, BitClass.SIGN)),
                FaultFilter.ALL
                        .withLayers("*1")
                        .withKinds(ParameterKind.BIAS, ParameterKind.BOUND)
                        .withBits(BitSelector.positions(0, 3, 14)));
    }

    /** Against the plain enumeration of all bits of the memory. */
    @ParameterizedTest
    @MethodSource("filters")
    void ranksNumberTheEligibleBitsWithoutGaps(FaultFilter filter) {
        for (boolean bounds : new boolean[] {false, true}) {
            FaultSpace space = Spaces.small(bounds);
            if (space.regions().stream().noneMatch(filter::admits)) {
                continue;
            }
            EligibleBits bits = new EligibleBits(space, filter);
            int mask = filter.bits().mask(space.format());
            long rank = 0;
            long shared = 0;
            for (int address = 0; address < space.words(); address++) {
                for (int position = 0; position < 16; position++) {
                    boolean eligible = filter.admits(space.regionAt(address)) && (mask >>> position & 1) == 1;
                    assertEquals(eligible, bits.contains(address, position));
                    if (eligible) {
                        assertEquals(address, bits.address(rank));
                        assertEquals(position, bits.position(rank));
                        rank++;
                        shared += address < space.sharedWords() ? 1 : 0;
                    }
                }
            }
            assertEquals(rank, bits.count());
            assertEquals(shared, bits.shared());
            assertThrows(IndexOutOfBoundsException.class, () -> bits.address(bits.count()));
        }
    }

    @Test
    void globsAreNoRegularExpressions() {
        Region region = new Region("block.1+x", "block.1+x.weight", ParameterKind.WEIGHT, 0, 1);
        for (String glob : new String[] {"*", "block.1+x", "block.?+x", "b*x", "block.1+x*"}) {
            assertTrue(FaultFilter.ALL.withLayers(glob).admits(region), glob);
        }
        for (String glob : new String[] {"block", "block?1+", ".*", "BLOCK.1+x", "block.11x"}) {
            assertTrue(!FaultFilter.ALL.withLayers(glob).admits(region), glob);
        }
    }

    @Test
    void aFilterThatLetsNothingThroughNamesTheLayers() {
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new EligibleBits(Spaces.small(false), FaultFilter.ALL.withLayers("conv9")));
        assertTrue(error.getMessage().contains("[conv9]"), error.getMessage());
        assertTrue(error.getMessage().endsWith("the layers are conv1, fc"), error.getMessage());
    }

    @Test
    void readsBits() {
        assertEquals(0xFFFF, BitSelector.parse("all").mask(QFormat.Q7_8));
        assertEquals(0x80FF, BitSelector.parse("Sign, fraction").mask(QFormat.Q7_8));
        assertEquals(0x80000003, BitSelector.parse("0-1,31").mask(QFormat.Q15_16));
        assertThrows(
                IllegalArgumentException.class, () -> BitSelector.parse("31").mask(QFormat.Q7_8));
        var integers = BitSelector.parse("integer");
        assertThrows(IllegalArgumentException.class, () -> integers.mask(QFormat.parse("Q0.7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "signs", "sign,3", "3-", "-1", "7-3", "1,,2"})
    void refusesOtherBits(String text) {
        assertThrows(IllegalArgumentException.class, () -> BitSelector.parse(text));
    }
}
