package org.fitact.memory;

import java.util.Arrays;
import java.util.List;
import org.fitact.fault.Region;
import org.fitact.memory.code.ReadCounts;
import org.fitact.memory.code.WordStatus;

/** One tensor of a stored network: hands on what reading its words gives, and counts what reading comes to. */
final class TensorInUse {

    /** What reading a span comes to, by comparison with what it gave before any fault. */
    private enum Outcome {
        CLEAN,
        CORRECTED,
        DETECTED,
        MISCORRECTED,
        MISSED;

        private static final Outcome[] ALL = values();
    }

    private final TensorReader reader;
    private final TensorReading reading;
    private final ReadWords use;
    /** What reading gave before any fault; empty where no code guards the words. */
    private final int[] faultFree;
    /** By span, an {@link Outcome}. */
    private final byte[] outcomes;

    private final long[] counts = new long[Outcome.ALL.length];

    TensorInUse(TensorReading reading, ReadWords use) {
        this.reader = reading.reader();
        this.reading = reading;
        this.use = use;
        this.faultFree = reader.isGuarded() ? reading.words() : new int[0];
        this.outcomes = new byte[reader.isGuarded() ? reader.spans() : 0];
        counts[Outcome.CLEAN.ordinal()] = outcomes.length;
    }

    boolean isPlain() {
        return reader.isPlain();
    }

    /** Bytes by which it knows what reading came to. */
    long bytes() {
        return (long) Integer.BYTES * faultFree.length + outcomes.length;
    }

    int spans() {
        return reader.spans();
    }

    /** All regions that it is read from. */
    List<Region> regions() {
        return reader.regions();
    }

    /**
     * Marks the spans that words are read for.
     *
     * @param region one of {@link #regions}
     * @param addresses in it
     * @param struck modified
     */
    void mark(Region region, int[] addresses, SpanList struck) {
        if (reader.readsAllBy(region)) {
            reading.refresh();
            struck.addAll();
            return;
        }
        reader.markSpans(region, addresses, struck);
    }

    /**
     * Scrubs spans. Whoever takes what they are read as keeps it.
     *
     * @param memory that it is read from
     */
    ScrubCounts scrub(SpanList list, WordLog memory) {
        if (!reader.isMendable()) {
            return ScrubCounts.NONE;
        }
        return new TensorScrub(reading, memory).run(reader.isGuarded() ? list.numbers() : new int[0]);
    }

    /** Reads spans, and hands their words on. */
    void readAnew(SpanList list) {
        int[] struck = list.numbers();
        if (!reader.isGuarded()) {
            use.write(struck, reading.unguarded(struck));
            return;
        }
        int span = reader.span();
        int[] words = new int[span];
        int most = (int) Math.min((long) struck.length * span, reader.region().words());
        int[] indices = new int[most];
        int[] given = new int[most];
        int read = 0;
        for (int number : struck) {
            WordStatus found = reading.read(number, words);
            int first = number * span;
            int length = Math.min(span, reader.region().words() - first);
            for (int i = 0; i < length; i++) {
                indices[read] = first + i;
                given[read++] = words[i];
            }
            note(number, outcome(found, words, first, length));
        }
        use.write(Arrays.copyOf(indices, read), Arrays.copyOf(given, read));
    }

    private Outcome outcome(WordStatus found, int[] words, int first, int length) {
        boolean right = Arrays.equals(words, 0, length, faultFree, first, first + length);
        return switch (found) {
            case CLEAN -> right ? Outcome.CLEAN : Outcome.MISSED;
            case CORRECTED -> right ? Outcome.CORRECTED : Outcome.MISCORRECTED;
            case DETECTED -> right ? Outcome.CORRECTED : Outcome.DETECTED;
        };
    }

    private void note(int number, Outcome outcome) {
        counts[outcomes[number]]--;
        outcomes[number] = (byte) outcome.ordinal();
        counts[outcome.ordinal()]++;
    }

    ReadCounts counts() {
        return new ReadCounts(
                outcomes.length,
                counts[Outcome.CORRECTED.ordinal()],
                counts[Outcome.DETECTED.ordinal()],
                counts[Outcome.MISCORRECTED.ordinal()],
                counts[Outcome.MISSED.ordinal()]);
    }
}
