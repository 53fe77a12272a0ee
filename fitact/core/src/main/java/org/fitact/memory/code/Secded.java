package org.fitact.memory.code;

import java.util.List;
import java.util.Optional;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.number.NumberFormat;

/**
 * Single errors are mended, double errors seen, by check bits beside a block: (39,32) or (72,64). What cannot be mended is read as
 * 0, or kept as it is.
 *
 * @param dataBits 32 or 64
 * @param keep whether a block that cannot be mended is read as it is
 */
public record Secded(int dataBits, boolean keep) implements MemoryCode {

    private static final int NARROW = 32;

    @Override
    public String name() {
        return "secded" + (dataBits + checkBits()) + (keep ? ":keep" : "");
    }

    private int checkBits() {
        return dataBits == NARROW ? 7 : 8;
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        return new Over(Blocks.ofBits(format, dataBits), LinearCode.secded(dataBits, checkBits()), words.length, keep);
    }

    /** {@link Secded} over one tensor. */
    private record Over(Blocks blocks, LinearCode code, int words, boolean keep) implements RegionCode {

        @Override
        public int block() {
            return blocks.words();
        }

        @Override
        public int checkBits() {
            return code.checkBits();
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return (number, block) -> code.check(blocks.pack(block));
        }

        /** Of words of 32 bits. */
        @Override
        public Optional<WordCode> wordCode(List<int[]> companions) {
            return blocks.format().width() == Integer.SIZE
                    ? Optional.of(new WordCode.Secded(code.columns(), code.checkBits(), keep))
                    : Optional.empty();
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return this::decode;
        }

        private WordStatus decode(int number, int[] block, int check) {
            long data = blocks.pack(block);
            int syndrome = code.syndrome(data, check);
            if (syndrome == 0) {
                return WordStatus.CLEAN;
            }
            long errors = code.errors(syndrome);
            // A bit that the block does not have was not struck.
            if (code.status(syndrome) == WordStatus.CORRECTED && (errors & ~blocks.present(words, number)) == 0) {
                blocks.unpack(data ^ errors, block);
                return WordStatus.CORRECTED;
            }
            if (!keep) {
                blocks.unpack(0, block);
            }
            return WordStatus.DETECTED;
        }
    }
}
