package org.fitact.memory.code;

import java.util.List;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.NumberFormat;

/**
 * The most important bits of a word three times, read by majority: two more copies beside the word, or in its lowest bits, which
 * are lost then and read as 0. Of the k most important bits of any format; or of the highest bit of an exponent alone, in the two
 * lowest bits of the fraction (MSET of FaultForge, 2026).
 *
 * @param name {@code msb:K}, {@code msb:K:low}, {@code mset}
 * @param bits k
 * @param below how many bits above them are not copied: 1 leaves out a sign
 * @param low whether the copies lie in the lowest bits
 */
public record Triplication(String name, int bits, int below, boolean low) implements MemoryCode {

    /** The k highest bits. */
    public static Triplication ofHighest(int k, boolean low) {
        return new Triplication("msb:" + k + (low ? ":low" : ""), k, 0, low);
    }

    /** The highest bit of the exponent. */
    public static Triplication mset() {
        return new Triplication("mset", 1, 1, true);
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        int most = low ? (format.width() - below) / 3 : format.width() / 2;
        if (bits < 1 || bits > most) {
            throw new IllegalArgumentException("the " + bits + " most important bits of words of " + format.name()
                    + " three times, expected 1 to " + most);
        }
        if (below > 0 && format instanceof FixedPoint) {
            throw new IllegalArgumentException("words of " + format.name() + ", expected floating point");
        }
        return new Over(format, format.width() - below - bits, (1 << bits) - 1, bits, low);
    }

    /**
     * @param at place of the lowest bit that is copied
     * @param mask of as many bits as are copied
     */
    private record Over(NumberFormat format, int at, int mask, int bits, boolean low) implements RegionCode {

        @Override
        public int checkBits() {
            return low ? 0 : 2 * bits;
        }

        private int copies(int word) {
            int original = word >>> at & mask;
            return original << bits | original;
        }

        private int lowest() {
            return (1 << 2 * bits) - 1;
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return low ? this::withCopies : (number, block) -> copies(block[0]);
        }

        private int withCopies(int number, int[] block) {
            block[0] = block[0] & ~lowest() | copies(block[0]);
            return 0;
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return this::decode;
        }

        private WordStatus decode(int number, int[] block, int check) {
            int word = block[0];
            int copies = low ? word & lowest() : check;
            int first = word >>> at & mask;
            int second = copies >>> bits & mask;
            int third = copies & mask;
            int majority = first & second | first & third | second & third;
            int mended = format.hold(word & ~(mask << at) | majority << at);
            block[0] = low ? mended & ~lowest() : mended;
            return first == second && second == third ? WordStatus.CLEAN : WordStatus.CORRECTED;
        }
    }
}
