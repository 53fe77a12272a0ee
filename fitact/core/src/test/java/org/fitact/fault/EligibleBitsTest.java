package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.BitClass;
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
        for (FaultSpace space :
                List.of(Spaces.small(false), Spaces.small(true), Spaces.small(true, FixedPoint.of(QFormat.Q3_4)))) {
            if (space.regions().stream().noneMatch(filter::admits)) {
                continue;
            }
            EligibleBits bits = new EligibleBits(space, filter);
            long rank = 0;
            long shared = 0;
            for (int address = 0; address < space.words(); address++) {
                int mask = filter.bits().mask(space.formatAt(address));
                for (int position = 0; position < space.formatAt(address).width(); position++) {
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
        Region region =
                new Region("block.1+x", "block.1+x.weight", ParameterKind.WEIGHT, 0, 1, FixedPoint.of(QFormat.Q7_8));
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
        assertEquals(0xFFFF, BitSelector.parse("all").mask(FixedPoint.of(QFormat.Q7_8)));
        assertEquals(0x80FF, BitSelector.parse("Sign, fraction").mask(FixedPoint.of(QFormat.Q7_8)));
        assertEquals(0x80000003, BitSelector.parse("0-1,31").mask(FixedPoint.of(QFormat.Q15_16)));
    }

    @Test
    void bitsThatNoWordHasAreRefusedAndThoseThatSomeHaveAreNot() {
        BitSelector top = BitSelector.parse("31");
        assertThrows(IllegalArgumentException.class, () -> top.requireIn(Set.of(FixedPoint.of(QFormat.Q7_8))));
        top.requireIn(Set.of(FixedPoint.of(QFormat.Q7_8), FixedPoint.of(QFormat.Q15_16)));
        var integers = BitSelector.parse("integer");
        assertThrows(
                IllegalArgumentException.class, () -> integers.requireIn(Set.of(FixedPoint.of(QFormat.parse("Q0.7")))));
        integers.requireIn(Set.of(FixedPoint.of(QFormat.parse("Q0.7")), FixedPoint.of(QFormat.Q7_8)));
    }

    @Test
    void aFilterOnBitsThatOnlyWideWordsHaveLeavesTheNarrowOnesOut() {
        FaultFilter high = FaultFilter.ALL.withBits(BitSelector.positions(3, 12));
        EligibleBits bits = new EligibleBits(Spaces.small(true, FixedPoint.of(QFormat.Q3_4)), high);
        assertEquals(2 * 40 + 9, bits.count());
        assertEquals(2 * 40, bits.shared());
        FaultFilter ofBounds = FaultFilter.ALL.withKinds(ParameterKind.BOUND).withBits(BitSelector.positions(12));
        FaultSpace space = Spaces.small(true, FixedPoint.of(QFormat.Q3_4));
        assertThrows(IllegalArgumentException.class, () -> new EligibleBits(space, ofBounds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "signs", "sign,3", "3-", "-1", "7-3", "1,,2"})
    void refusesOtherBits(String text) {
        assertThrows(IllegalArgumentException.class, () -> BitSelector.parse(text));
    }

    /** A resumed campaign compares the text with that of another JVM, where unordered sets have another order. */
    @Test
    void theTextOfAFilterDoesNotDependOnTheOrderOfItsSets() {
        FaultFilter filter = new FaultFilter(
                List.of("*"),
                new LinkedHashSet<>(List.of(ParameterKind.BOUND, ParameterKind.WEIGHT, ParameterKind.BIAS)),
                new BitSelector.Classes(new LinkedHashSet<>(List.of(BitClass.FRACTION, BitClass.SIGN))));
        assertEquals(
                "FaultFilter[layers=[*], kinds=[WEIGHT, BIAS, BOUND], bits=Classes[classes=[SIGN, FRACTION]]]",
                filter.toString());
    }
}
