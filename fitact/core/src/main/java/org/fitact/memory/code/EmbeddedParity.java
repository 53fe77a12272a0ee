package org.fitact.memory.code;

import java.util.List;
import org.fitact.tensor.number.NumberFormat;

/**
 * Chunks with parity inside the word (CEP of FaultForge, 2026): a word is cut into chunks of D + 1 bits, the highest D of which are
 * data and the lowest their parity, so that its highest {@code width · D / (D + 1)} bits are kept and the others are lost. A chunk
 * of the wrong parity reads as zeros.
 *
 * @param dataBits D: 3, 7 or 15
 */
public record EmbeddedParity(int dataBits) implements MemoryCode {

    public EmbeddedParity {
        if (dataBits != 3 && dataBits != 7 && dataBits != 15) {
            throw new IllegalArgumentException("cep:" + dataBits + ", expected cep:3, cep:7 or cep:15");
        }
    }

    @Override
    public String name() {
        return "cep:" + dataBits;
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        if (format.width() % (dataBits + 1) != 0) {
            throw new IllegalArgumentException("chunks of " + (dataBits + 1) + " bits in words of " + format.name()
                    + ", expected words of a width that they divide");
        }
        return new Over(format, dataBits, format.width() / (dataBits + 1));
    }

    /** @param chunks of a word */
    private record Over(NumberFormat format, int dataBits, int chunks) implements RegionCode {

        private int chunkMask() {
            return (1 << dataBits) - 1;
        }

        /** Where the data of a chunk begins in the word, the first chunk being the highest. */
        private int place(int chunk) {
            return format.width() - (chunk + 1) * dataBits;
        }

        /** Where the chunk begins in what is stored. */
        private int stored(int chunk) {
            return format.width() - (chunk + 1) * (dataBits + 1);
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return this::encode;
        }

        private int encode(int number, int[] block) {
            int coded = 0;
            for (int c = 0; c < chunks; c++) {
                int data = block[0] >>> place(c) & chunkMask();
                coded |= (data << 1 | Integer.bitCount(data) & 1) << stored(c);
            }
            block[0] = format.hold(coded);
            return 0;
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return this::decode;
        }

        private WordStatus decode(int number, int[] block, int check) {
            int word = 0;
            WordStatus status = WordStatus.CLEAN;
            for (int c = 0; c < chunks; c++) {
                int chunk = block[0] >>> stored(c) & (chunkMask() << 1 | 1);
                if ((Integer.bitCount(chunk) & 1) == 0) {
                    word |= chunk >>> 1 << place(c);
                } else {
                    status = WordStatus.DETECTED;
                }
            }
            block[0] = format.hold(word);
            return status;
        }
    }
}
