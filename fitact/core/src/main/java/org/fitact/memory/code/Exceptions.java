package org.fitact.memory.code;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.tensor.number.NumberFormat;

/**
 * Words of a tensor that have no room for a code: where they are, and what they are. Both lists lie in memory and are at risk: an
 * entry whose place is read as another one stands for another word, or for none.
 *
 * @param places indices in the tensor, ascending
 * @param words what is read there
 * @param of how many words the tensor has
 */
record Exceptions(NumberFormat format, int[] places, int[] words, int of) {

    /** What lies in memory; nothing if there is no exception. */
    List<RegionCode.Companion> companions() {
        if (places.length == 0) {
            return List.of();
        }
        int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(of - 1));
        return List.of(
                new RegionCode.Companion(RegionPart.EXCEPTION, new CheckBits(width), places),
                new RegionCode.Companion(RegionPart.EXCEPTION, format, words));
    }

    /**
     * Codes 0 at the places that stand in the list now.
     *
     * @param inner codes blocks without exceptions
     * @param block words of a block
     */
    BlockEncoder behind(BlockEncoder inner, int block, List<int[]> companions) {
        if (companions.isEmpty()) {
            return inner;
        }
        Set<Integer> listed = Arrays.stream(companions.getFirst()).boxed().collect(Collectors.toSet());
        return (number, words) -> {
            for (int i = 0; i < block; i++) {
                words[i] = listed.contains(number * block + i) ? 0 : words[i];
            }
            return inner.encode(number, words);
        };
    }

    /**
     * Reads what stands in the lists now where a decoder reads something else.
     *
     * @param inner reads blocks without exceptions
     * @param block words of a block
     */
    BlockDecoder before(BlockDecoder inner, int block, List<int[]> companions) {
        if (companions.isEmpty()) {
            return inner;
        }
        int[] where = companions.get(0);
        int[] what = companions.get(1);
        Map<Integer, Integer> byPlace = new HashMap<>();
        for (int i = 0; i < where.length; i++) {
            byPlace.put(where[i], what[i]);
        }
        return (number, words, check) -> {
            WordStatus found = inner.decode(number, words, check);
            for (int i = 0; i < block; i++) {
                words[i] = byPlace.getOrDefault(number * block + i, words[i]);
            }
            return found;
        };
    }
}
