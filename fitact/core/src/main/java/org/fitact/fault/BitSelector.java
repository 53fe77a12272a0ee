package org.fitact.fault;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;

/** Which bits of a word may be hit. */
public sealed interface BitSelector {

    /** Every bit. */
    BitSelector ALL = new Classes(EnumSet.allOf(BitClass.class));

    /** Those of the selected bits that a format has, as a mask. */
    int mask(NumberFormat format);

    /**
     * Checks that a memory has what is selected.
     *
     * @param formats of its words
     * @throws IllegalArgumentException if none of them has a bit of the classes, or one of the positions
     */
    void requireIn(Set<NumberFormat> formats);

    /** Bits by what they mean. The set is kept in order, so that equal selectors read alike in every JVM. */
    record Classes(Set<BitClass> classes) implements BitSelector {

        public Classes {
            classes = Collections.unmodifiableSet(new TreeSet<>(classes));
        }

        @Override
        public int mask(NumberFormat format) {
            int mask = 0;
            for (BitClass bits : classes) {
                mask |= format.mask(bits);
            }
            return mask;
        }

        @Override
        public void requireIn(Set<NumberFormat> formats) {
            if (formats.stream().allMatch(format -> mask(format) == 0)) {
                throw new IllegalArgumentException(names(formats) + " has no bit of " + classes);
            }
        }
    }

    /** Bits by position, 0 being the lowest. */
    record Positions(Set<Integer> positions) implements BitSelector {

        public Positions {
            positions = Collections.unmodifiableSet(new TreeSet<>(positions));
            if (positions.isEmpty() || positions.iterator().next() < 0) {
                throw new IllegalArgumentException(
                        "bit positions are " + positions + ", expected at least one and none negative");
            }
        }

        @Override
        public int mask(NumberFormat format) {
            int mask = 0;
            for (int position : positions) {
                mask |= position < format.width() ? 1 << position : 0;
            }
            return mask;
        }

        @Override
        public void requireIn(Set<NumberFormat> formats) {
            int width = formats.stream().mapToInt(NumberFormat::width).max().orElse(0);
            for (int position : positions) {
                if (position >= width) {
                    throw new IllegalArgumentException(
                            "bit position " + position + " in " + names(formats) + ", expected 0 to " + (width - 1));
                }
            }
        }
    }

    private static List<String> names(Set<NumberFormat> formats) {
        return formats.stream().map(NumberFormat::name).toList();
    }

    static BitSelector of(BitClass first, BitClass... others) {
        return new Classes(EnumSet.of(first, others));
    }

    static BitSelector positions(int... positions) {
        return new Positions(Set.copyOf(IntStream.of(positions).boxed().toList()));
    }

    /**
     * Reads {@code all}, classes such as {@code sign,integer}, or positions such as {@code 0-7,31}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static BitSelector parse(String text) {
        List<String> items = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
        if (items.equals(List.of("all"))) {
            return ALL;
        }
        if (items.stream().allMatch(item -> item.matches("sign|integer|fraction"))) {
            return new Classes(EnumSet.copyOf(items.stream()
                    .map(item -> BitClass.valueOf(item.toUpperCase(Locale.ROOT)))
                    .toList()));
        }
        if (items.stream().allMatch(item -> item.matches("\\d{1,2}(-\\d{1,2})?"))) {
            Set<Integer> positions = new TreeSet<>();
            for (String item : items) {
                String[] ends = item.split("-");
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                if (first > last) {
                    throw new IllegalArgumentException("bits \"" + item + "\", expected the smaller position first");
                }
                IntStream.rangeClosed(first, last).forEach(positions::add);
            }
            return new Positions(positions);
        }
        throw new IllegalArgumentException(
                "bits \"" + text + "\", expected all, some of sign,integer,fraction, or positions such as 0-7,31");
    }
}
