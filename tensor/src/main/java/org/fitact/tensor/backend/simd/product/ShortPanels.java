package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * A packed matrix in half the memory: each element is a word of 16 bits times one power of two, so that it comes back as the
 * same float, to the bit. A weight that was stored as a word of fixed point, such as Q15.16, and is below ½ in size is the sign
 * extension of 16 bits. Whatever else there is, a large weight, what a flipped bit made of one, an infinity or −0, stands in a
 * list beside, by panel, and is put in its place where the panel is read.
 *
 * <p>A product of up to four rows, which waits for its weights, reads half as much and multiplies by what it read; more rows would
 * make the same floats again, or pass them through a cache, and both take longer than the other half of the bytes. Several threads may read, and several may {@link #change}, but not
 * at the same time.
 */
public final class ShortPanels {

    /** What a word of an element that is in the list reads as; no other does. */
    private static final short LISTED = Short.MIN_VALUE;

    /** Elements, evenly spread, by which the power of two is chosen. */
    private static final int SAMPLE = 1024;

    /** Fraction bits that no word has whose float is exact. */
    private static final int NO_WORD = 24;

    /** Of so many elements no more than one may be in the list at the beginning. */
    private static final int RARE = 64;

    private final Panels panels;
    private final short[] words;
    private final int fractionBits;
    private final Listed[] listed;

    /** The elements of a panel that are no words of 16 bits, in their order. */
    private static final class Listed {

        private int count;
        private int[] places = new int[4];
        private float[] values = new float[4];

        /** The first of those that are at a place or behind it. */
        private int from(int place) {
            int found = Arrays.binarySearch(places, 0, count, place);
            return found < 0 ? -found - 1 : found;
        }

        void put(int place, float value) {
            int at = from(place);
            if (at == count || places[at] != place) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, 2 * count);
                    values = Arrays.copyOf(values, 2 * count);
                }
                System.arraycopy(places, at, places, at + 1, count - at);
                System.arraycopy(values, at, values, at + 1, count - at);
                places[at] = place;
                count++;
            }
            values[at] = value;
        }

        void remove(int place) {
            int at = from(place);
            if (at < count && places[at] == place) {
                count--;
                System.arraycopy(places, at + 1, places, at, count - at);
                System.arraycopy(values, at + 1, values, at, count - at);
            }
        }

        /** Puts those of {@code length} places from one on into an array, in which that place is at {@code to}. */
        void place(int from, int length, float[] b, int to) {
            for (int i = from(from); i < count && places[i] < from + length; i++) {
                b[to + places[i] - from] = values[i];
            }
        }
    }

    private ShortPanels(Panels panels, int fractionBits, short[] words) {
        this.panels = panels;
        this.fractionBits = fractionBits;
        this.words = words;
        this.listed = IntStream.range(0, panels.count())
                .mapToObj(panel -> new Listed())
                .toArray(Listed[]::new);
    }

    /**
     * Packs a row-major matrix {@code [depth, columns]}.
     *
     * @return empty if its elements are not such words, or too many are not
     */
    public static Optional<ShortPanels> of(Execution execution, Panels panels, float[] matrix) {
        int fractionBits = fractionBits(matrix, panels.depth() * panels.columns());
        if (fractionBits >= NO_WORD) {
            return Optional.empty();
        }
        short[] words = execution.pool().shorts(panels.elements() + FIRST);
        ShortPanels packed = new ShortPanels(panels, fractionBits, words);
        execution.workers().run(panels.count(), (panel, worker) -> packed.pack(panel, matrix));
        long others = Arrays.stream(packed.listed).mapToLong(some -> some.count).sum();
        if (others * RARE > (long) panels.depth() * panels.columns()) {
            execution.pool().release(words);
            return Optional.empty();
        }
        return Optional.of(packed);
    }

    /** The most bits behind the point that an element of a sample has. */
    private static int fractionBits(float[] matrix, int elements) {
        int step = Math.max(1, elements / SAMPLE);
        int most = 0;
        for (int i = 0; i < elements && most < NO_WORD; i += step) {
            most = Math.max(most, fractionBits(matrix[i]));
        }
        return most;
    }

    private static int fractionBits(float value) {
        if (value == 0 || !Float.isFinite(value)) {
            return 0;
        }
        int mantissa = Float.floatToRawIntBits(value) & 0x7fffff | 0x800000;
        return 23 - Math.getExponent(value) - Integer.numberOfTrailingZeros(mantissa);
    }

    private void pack(int panel, float[] matrix) {
        int width = panels.width(panel);
        int used = panels.used(panel);
        for (int k = 0; k < panels.depth(); k++) {
            int line = k * panels.columns() + panels.starts()[panel];
            int at = FIRST + panels.offset(panel) + k * width;
            for (int c = 0; c < used; c++) {
                words[at + c] = word(matrix[line + c]);
                if (words[at + c] == LISTED) {
                    listed[panel].put(k * width + c, matrix[line + c]);
                }
            }
            Arrays.fill(words, at + used, at + width, (short) 0);
        }
    }

    /** The word of a value, or {@link #LISTED}. */
    private short word(float value) {
        float scaled = Math.scalb(value, fractionBits);
        short word = (short) scaled;
        return Float.floatToRawIntBits(word) == Float.floatToRawIntBits(scaled) ? word : LISTED;
    }

    public Panels panels() {
        return panels;
    }

    /** Takes over an element. Two threads that meet at one must both have its last value. */
    public void change(int row, int column, float value) {
        int panel = panels.panelOf(column);
        int place = row * panels.width(panel) + column - panels.starts()[panel];
        int at = FIRST + panels.offset(panel) + place;
        short word = word(value);
        if (word != LISTED && words[at] != LISTED) {
            words[at] = word;
            return;
        }
        synchronized (listed[panel]) {
            words[at] = word;
            if (word == LISTED) {
                listed[panel].put(place, value);
            } else {
                listed[panel].remove(place);
            }
        }
    }

    /** Whether none of {@code count} terms of a panel from {@code first} on is in the list. */
    boolean isAllWords(int panel, int first, int count) {
        Listed some = listed[panel];
        int at = some.from(first * panels.width(panel));
        return at == some.count || some.places[at] >= (first + count) * panels.width(panel);
    }

    /**
     * As {@link RowKernels#accumulateFew} for up to {@link RowKernels#FEW} rows and terms of which none is in the list.
     *
     * @param first of the terms
     */
    void accumulate(int panel, int first, int terms, int rows, float[] a, int at, float[] acc, int tile) {
        int b = FIRST + panels.offset(panel) + first * panels.width(panel);
        if (rows == 1) {
            accumulateOne(panels.vectors()[panel], a, at, terms, b, acc, tile);
            return;
        }
        switch (panels.vectors()[panel]) {
            case 4 -> ShortTiles.fourByFour(a, at, terms, words, b, unit(), acc, tile);
            case 2 -> ShortTiles.fourByTwo(a, at, terms, words, b, unit(), acc, tile);
            default -> ShortTiles.fourByOne(a, at, terms, words, b, unit(), acc, tile);
        }
    }

    private void accumulateOne(int vectors, float[] a, int at, int terms, int b, float[] acc, int tile) {
        switch (vectors) {
            case 4 -> ShortTiles.oneByFour(a, at, terms, words, b, unit(), acc, tile);
            case 2 -> ShortTiles.oneByTwo(a, at, terms, words, b, unit(), acc, tile);
            default -> ShortTiles.oneByOne(a, at, terms, words, b, unit(), acc, tile);
        }
    }

    private float unit() {
        return Math.scalb(1f, -fractionBits);
    }

    /**
     * Reads terms of a panel.
     *
     * @param first of them
     * @param count how many
     * @param b modified from {@code to} on: {@code [count, width]}
     */
    void read(int panel, int first, int count, float[] b, int to) {
        int from = first * panels.width(panel);
        int length = count * panels.width(panel);
        int at = FIRST + panels.offset(panel) + from;
        FloatVector unit = FloatVector.broadcast(F, unit());
        for (int i = 0; i < length; i += L) {
            Lanes.widen(words, at + i).mul(unit).intoArray(b, to + i);
        }
        listed[panel].place(from, length, b, to);
    }

    /** Reads all into a matrix that is packed as the panels say. */
    public void read(Execution execution, float[] packed) {
        execution.workers().run(panels.count(), (panel, worker) -> {
            read(panel, 0, panels.depth(), packed, panels.offset(panel));
        });
    }

    /** Gives the memory back to the pool. */
    public void release(Execution execution) {
        execution.pool().release(words);
    }
}
