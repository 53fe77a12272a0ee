package org.fitact.tensor.backend.contract;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

/** Words read through codes, struck by none to five flips a word: to the bit, and the same counts. */
interface WordCodeContract extends ContractPart {

    int[] LENGTHS = {1, 2, 3, 15, 16, 17, 33, 1025, 70_001};

    static List<OpCase> samples() {
        return List.of(
                decode(new WordCode.Vote(17, 32), 207),
                decode(guard(5, false), 207),
                decode(secded(32, false), 207),
                decode(secded(64, false), 207));
    }

    private static WordCode guard(int groups, boolean clamp) {
        int[] least = new int[groups];
        int[] greatest = new int[groups];
        for (int g = 0; g < groups; g++) {
            least[g] = -40_000 - 1000 * g;
            greatest[g] = 50_000 + 500 * g;
        }
        return new WordCode.Guard(least, greatest, clamp);
    }

    /** Columns of three ones and more, by number of ones. */
    private static WordCode secded(int dataBits, boolean keep) {
        int checkBits = dataBits == 32 ? 7 : 8;
        List<Integer> columns = new ArrayList<>();
        for (int ones = 3; ones <= checkBits; ones += 2) {
            for (int column = 0; column < 1 << checkBits; column++) {
                if (Integer.bitCount(column) == ones && columns.size() < dataBits) {
                    columns.add(column);
                }
            }
        }
        return new WordCode.Secded(columns.stream().mapToInt(i -> i).toArray(), checkBits, keep);
    }

    private static String name(WordCode code) {
        return switch (code) {
            case WordCode.Vote vote -> vote.toString();
            case WordCode.Guard guard -> "guard of " + guard.groups() + (guard.clamp() ? ", clamp" : "");
            case WordCode.Secded secded -> "SECDED of " + secded.columns().length + (secded.keep() ? ", keep" : "");
        };
    }

    /** What is stored without faults: numbers of 17 bits, and their check bits. */
    private static int[] check(WordCode code, int[] words) {
        if (!(code instanceof WordCode.Secded secded)) {
            return new int[0];
        }
        int[] check = new int[Math.ceilDiv(words.length, secded.blockWords())];
        for (int bit = 0; bit < 32 * words.length; bit++) {
            if ((words[bit / 32] >>> bit % 32 & 1) == 1) {
                int ofBlock = 32 * secded.blockWords();
                check[bit / ofBlock] ^= secded.columns()[bit % ofBlock];
            }
        }
        return check;
    }

    private static OpCase decode(WordCode code, int n) {
        int[] words = Data.integers(6, n, -(1 << 15), (1 << 15) - 1);
        int[] check = check(code, words);
        PhiloxRandom random = new PhiloxRandom(n, 9);
        int width = code instanceof WordCode.Vote vote ? vote.width() : 32;
        for (int i = 0; i < n; i++) {
            // Of three vectors, two are clean.
            for (int flips = i / 16 % 3 == 0 ? (int) random.nextLong(6) : 0; flips > 0; flips--) {
                int bit = (int) random.nextLong(width + (check.length > 0 ? 4 : 0));
                if (bit < width) {
                    words[i] = (words[i] ^ 1 << bit) << 32 - width >> 32 - width;
                } else {
                    check[i / code.blockWords()] ^= 1 << bit - width;
                }
            }
        }
        OpCase op = OpCase.named(name(code) + " of " + n + " words").input("words", words);
        if (check.length > 0) {
            op.input("check", check);
        }
        int[] behind = Arrays.copyOf(Data.integers(7, n, 0, 9), n + 2);
        return op.modified("decoded", behind).runs((backend, at) -> {
            WordCounts counts = backend.decodeWords(code, n, at[0], at.length > 2 ? at[1] : null, at[at.length - 1]);
            int[] found = {(int) counts.corrected(), (int) counts.detected()};
            backend.upload(MemorySegment.ofArray(found), at[at.length - 1], n);
        });
    }

    @Test
    default void readingThroughACodeIsTheReferenceToTheBit() {
        List<WordCode> codes = List.of(
                new WordCode.Vote(17, 32),
                new WordCode.Vote(16, 32),
                new WordCode.Vote(16, 16),
                new WordCode.Vote(16, 19),
                guard(1, false),
                guard(1, true),
                guard(5, true),
                guard(67, false),
                secded(32, false),
                secded(32, true),
                secded(64, false),
                secded(64, true));
        for (WordCode code : codes) {
            for (int n : LENGTHS) {
                harness().check(decode(code, n));
            }
        }
    }
}
