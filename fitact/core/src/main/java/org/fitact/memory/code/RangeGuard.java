package org.fitact.memory.code;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.NumberFormat;

/**
 * Range guard: a word outside the range that its tensor, or its channel, had when it was deployed reads as 0, or as the nearest end.
 * The ends lie in a table of two words a tensor or channel, which is at risk too.
 *
 * @param perChannel whether each channel has its range
 * @param clamp whether the nearest end is read
 */
public record RangeGuard(boolean perChannel, boolean clamp) implements MemoryCode {

    @Override
    public String name() {
        return "guard" + (perChannel ? ":channel" : "") + (clamp ? ":clamp" : "");
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        int groups = perChannel ? channels : 1;
        int[] table = new int[2 * groups];
        for (int i = 0; i < words.length; i++) {
            int at = 2 * (i % groups);
            boolean first = i < groups;
            table[at] = first || format.order(words[i]) < format.order(table[at]) ? words[i] : table[at];
            table[at + 1] = first || format.order(words[i]) > format.order(table[at + 1]) ? words[i] : table[at + 1];
        }
        return new Over(format, groups, table, clamp);
    }

    /** @param table least and greatest word of each group, by turns */
    private record Over(NumberFormat format, int groups, int[] table, boolean clamp) implements RegionCode {

        @Override
        public List<Companion> companions() {
            return List.of(new Companion(RegionPart.TABLE, format, table));
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return BlockEncoder.PLAIN;
        }

        /** Where the order of words is that of integers. */
        @Override
        public Optional<WordCode> wordCode(List<int[]> companions) {
            int[] ends = companions.getFirst();
            int[] least = IntStream.range(0, groups).map(g -> ends[2 * g]).toArray();
            int[] greatest =
                    IntStream.range(0, groups).map(g -> ends[2 * g + 1]).toArray();
            return format instanceof FixedPoint
                    ? Optional.of(new WordCode.Guard(least, greatest, clamp))
                    : Optional.empty();
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            int[] ends = companions.getFirst();
            return (number, block, check) -> {
                int least = ends[2 * (number % groups)];
                int greatest = ends[2 * (number % groups) + 1];
                int order = format.order(block[0]);
                if (order >= format.order(least) && order <= format.order(greatest)) {
                    return WordStatus.CLEAN;
                }
                int nearest = order < format.order(least) ? least : greatest;
                block[0] = clamp ? nearest : 0;
                return WordStatus.DETECTED;
            };
        }
    }
}
