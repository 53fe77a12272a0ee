package org.fitact.memory.signature;

import java.util.List;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.BlockEncoder;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.WordStatus;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * RADAR (Li, Rakin, He, Fan, Chakrabarti, DATE 2021, arXiv 2101.08254): groups of G words have a signature of two bits each, and a group
 * of another signature reads 0. Of words of W bits, taken as integers w in two's complement, and a key of 16 bits k,
 *
 * <pre>{@code M = Σ_j ± w_j  (+ where bit j mod 16 of k is 1),   S_A = ⌊M / 2^W⌋ mod 2,   S_B = ⌊M / 2^(W−1)⌋ mod 2.}</pre>
 *
 * In words of 8 bits these are the paper's, {@code S_A = ⌊M / 256⌋ mod 2} and {@code S_B = ⌊M / 128⌋ mod 2}.
 *
 * A flip of a most significant bit moves M by 2^(W−1), so S_B sees every odd number of them, and S_A two that move M the same way. What
 * moves the next bit is seen by a carry only, about every other time; a paper's attacker who knows of the code strikes there.
 *
 * <p>Words of a group lie apart, so that neighbours that are struck are of different groups: of {@value #MOST_INTERLEAVED} groups, or as
 * many as the tensor has, word i is of group i mod 16. The paper has one distance for a whole layer. The paper keeps signatures where
 * nobody strikes; here they are check bits at risk as all are, and one that is struck costs its group. The key belongs to the decoder.
 *
 * @param group G, words of a group
 * @param seed of the key
 */
public record Radar(int group, long seed) implements MemoryCode {

    static final int GROUP = 32;
    static final long SEED = 1;
    static final int LEAST_GROUP = 2;
    static final int LARGEST_GROUP = 4096;

    private static final int MOST_INTERLEAVED = 16;
    private static final int KEY_BITS = 16;
    private static final long STREAM = 0x7261646172L;

    /** @throws IllegalArgumentException for a group of another size */
    public Radar {
        if (group < LEAST_GROUP || group > LARGEST_GROUP) {
            throw new IllegalArgumentException(
                    "radar:" + group + ", expected groups of " + LEAST_GROUP + " to " + LARGEST_GROUP + " words");
        }
    }

    @Override
    public String name() {
        return "radar" + (group == GROUP ? "" : ":" + group) + (seed == SEED ? "" : ":s" + seed);
    }

    /** k. */
    int key() {
        return (int) new PhiloxRandom(seed, STREAM).nextLong(1L << KEY_BITS);
    }

    /**
     * {@code 2 S_A + S_B}.
     *
     * @param sum M
     * @param width W
     */
    static int signature(long sum, int width) {
        return (int) (sum >> width - 1) & 3;
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        if (!(format instanceof FixedPoint)) {
            throw new IllegalArgumentException(
                    "words of " + format.name() + ", expected fixed point or integers, which have a sum");
        }
        int interleaved = Math.min(MOST_INTERLEAVED, Math.ceilDiv(words.length, group));
        return new Over(format.width(), group, interleaved, key());
    }

    /** @param interleaved groups of a block */
    private record Over(int width, int group, int interleaved, int key) implements RegionCode {

        @Override
        public int block() {
            return group * interleaved;
        }

        @Override
        public int checkBits() {
            return 2 * interleaved;
        }

        private int signature(int[] block, int g) {
            long sum = 0;
            for (int j = 0; j < group; j++) {
                long word = block[j * interleaved + g];
                sum += (key >>> j % KEY_BITS & 1) == 1 ? word : -word;
            }
            return Radar.signature(sum, width);
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return (number, block) -> {
                int check = 0;
                for (int g = 0; g < interleaved; g++) {
                    check |= signature(block, g) << 2 * g;
                }
                return check;
            };
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return this::decode;
        }

        private WordStatus decode(int number, int[] block, int check) {
            boolean seen = false;
            for (int g = 0; g < interleaved; g++) {
                if (signature(block, g) != (check >>> 2 * g & 3)) {
                    seen = true;
                    zero(block, g);
                }
            }
            return seen ? WordStatus.DETECTED : WordStatus.CLEAN;
        }

        private void zero(int[] block, int g) {
            for (int i = g; i < block.length; i += interleaved) {
                block[i] = 0;
            }
        }
    }
}
