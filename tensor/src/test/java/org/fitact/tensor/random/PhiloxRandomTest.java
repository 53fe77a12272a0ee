package org.fitact.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PhiloxRandomTest {

    @Test
    void drawsTheKnownAnswersOfPhilox() {
        PhiloxRandom random = new PhiloxRandom(0, 0);
        assertEquals(0xe169c58d_6627e8d5L, random.nextLong());
        assertEquals(0x9b00dbd8_bc57ac4cL, random.nextLong());
        assertEquals(Philox.bits(0, 0, 1), random.nextLong());
        assertEquals(3, random.position());
    }

    /**
     * Pinned, so that a change of a distribution, which would change every published study, is noticed. The values were
     * computed by a separate implementation in Python.
     */
    @Test
    void distributionsArePinned() {
        PhiloxRandom random = new PhiloxRandom(42, 7);
        assertEquals(0.89581394f, random.nextFloat());
        assertEquals(0.333795119874135, random.nextDouble());
        assertEquals(375, random.nextInt(1000));
        assertEquals(-0.44980712231612413, random.nextGaussian());
    }

    @Test
    void manyFloatsAreThoseOfSingleDraws() {
        for (long stream : new long[] {7, -5}) {
            for (long start : new long[] {0, 1, 511, (1L << 33) - 300}) {
                PhiloxRandom single = new PhiloxRandom(0xFEDC_BA98_7654_3210L, stream);
                PhiloxRandom many = new PhiloxRandom(0xFEDC_BA98_7654_3210L, stream);
                single.position(start);
                many.position(start);
                for (int length : new int[] {0, 1, 255, 256, 1025}) {
                    float[] values = new float[length];
                    many.nextFloats(values);
                    for (float value : values) {
                        assertEquals(single.nextFloat(), value);
                    }
                    assertEquals(single.position(), many.position());
                }
                assertEquals(single.nextLong(), many.nextLong());
            }
        }
    }

    @Test
    void goesToAnyPosition() {
        long[] sequence = sequence(new PhiloxRandom(3, 9), 20);
        PhiloxRandom random = new PhiloxRandom(3, 9);
        for (int position : new int[] {13, 0, 19, 7, 6, 1}) {
            random.position(position);
            assertArrayEquals(Arrays.copyOfRange(sequence, position, 20), sequence(random, 20 - position));
        }
        assertThrows(IllegalArgumentException.class, () -> random.position(-1));
    }

    @Test
    void streamsSeedsAndChildrenShareNothing() {
        PhiloxRandom parent = new PhiloxRandom(3, 9);
        Set<Long> seen = new HashSet<>();
        for (PhiloxRandom random : new PhiloxRandom[] {
            parent,
            new PhiloxRandom(3, 10),
            new PhiloxRandom(4, 9),
            parent.child(0),
            parent.child(1),
            new PhiloxRandom(3, 10).child(0),
            parent.child(0).child(0)
        }) {
            for (long number : sequence(random, 1000)) {
                seen.add(number);
            }
        }
        assertEquals(7000, seen.size());
        assertArrayEquals(sequence(new PhiloxRandom(3, 9).child(5), 9), sequence(parent.child(5), 9));
    }

    @Test
    void boundedNumbersAreUniform() {
        PhiloxRandom random = new PhiloxRandom(1, 1);
        for (int bound : new int[] {1, 2, 7, 10, 13}) {
            assertUniform(bound, () -> random.nextInt(bound));
            assertUniform(bound, () -> random.nextLong(bound));
        }
        // 3/8 of the range: without rejection the remainders by 3 would come as 3 : 3 : 2.
        assertUniform(3, () -> random.nextLong(3L << 61) % 3);
        assertUniform(3, () -> random.nextInt(3 << 29) % 3);
        assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
        assertThrows(IllegalArgumentException.class, () -> random.nextLong(-1));
    }

    @Test
    void momentsOfTheDistributions() {
        PhiloxRandom random = new PhiloxRandom(5, 5);
        int n = 400_000;
        double[] normal =
                LongStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
        assertEquals(0, moment(normal, 1), 4 / Math.sqrt(n));
        assertEquals(1, moment(normal, 2), 4 * Math.sqrt(2.0 / n));
        assertEquals(0, moment(normal, 3), 4 * Math.sqrt(15.0 / n));
        assertEquals(3, moment(normal, 4), 4 * Math.sqrt(96.0 / n));
        double beyondTwo = Arrays.stream(normal).filter(x -> Math.abs(x) > 2).count() / (double) n;
        assertEquals(0.0455003, beyondTwo, 4 * Math.sqrt(0.0455 / n));

        double[] floats =
                LongStream.range(0, n).mapToDouble(i -> random.nextFloat()).toArray();
        assertEquals(0.5, moment(floats, 1), 4 * Math.sqrt(1 / 12.0 / n));
        assertEquals(1 / 3.0, moment(floats, 2), 4 * Math.sqrt(4 / 45.0 / n));
        assertTrue(Arrays.stream(floats).allMatch(x -> x >= 0 && x < 1));
    }

    @Test
    void shuffleGivesEveryOrderAlike() {
        PhiloxRandom random = new PhiloxRandom(8, 0);
        assertUniform(6, () -> {
            int[] order = {0, 1, 2};
            random.shuffle(order);
            return order[0] * 2L + (order[1] > order[2] ? 1 : 0);
        });
        int[] large = IntStream.range(0, 1000).toArray();
        random.shuffle(large);
        assertNotEquals(0, Arrays.compare(large, IntStream.range(0, 1000).toArray()));
        assertArrayEquals(
                IntStream.range(0, 1000).toArray(),
                Arrays.stream(large).sorted().toArray());
    }

    private static void assertUniform(int bound, LongSupplier numbers) {
        int n = 60_000;
        int[] counts = new int[bound];
        for (int i = 0; i < n; i++) {
            counts[(int) numbers.getAsLong()]++;
        }
        double expected = (double) n / bound;
        for (int count : counts) {
            assertEquals(expected, count, 4.5 * Math.sqrt(expected), () -> Arrays.toString(counts));
        }
    }

    private static double moment(double[] values, int order) {
        return Arrays.stream(values).map(x -> Math.pow(x, order)).average().orElseThrow();
    }

    private static long[] sequence(PhiloxRandom random, int n) {
        return LongStream.range(0, n).map(i -> random.nextLong()).toArray();
    }
}
