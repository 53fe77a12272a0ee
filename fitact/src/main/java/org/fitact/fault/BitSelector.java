package org.fitact.fault;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fitact.tensor.fixedpoint.BitClass;
import org.fitact.tensor.fixedpoint.QFormat;

/** Which bits of a word may be hit. */
public sealed interface BitSelector {

    /** Every bit. */
    BitSelector ALL = new Classes(EnumSet.allOf(BitClass.class));

    /**
     * The selected bits as a mask.
     *
     * @throws IllegalArgumentException if the format has none of them, or lacks a position
     */
    int mask(QFormat format);

    /** Bits by what they mean. */
    record Classes(Set<BitClass> classes) implements BitSelector {

        public Classes {
            classes = Set.copyOf(classes);
        }

        @Override
        public int mask(QFormat format) {
            int mask = 0;
            for (BitClass bits : classes) {
                mask |= format.mask(bits);
            }
            if (mask == 0) {
                throw new IllegalArgumentException(format + " has no bit of " + classes);
            }
            return mask;
        }
    }

    /** Bits by position, 0 being the lowest. */
    record Positions(Set<Integer> positions) implements BitSelector {

        public Positions {
            positions = Set.copyOf(positions);
            if (positions.isEmpty()) {
                throw new IllegalArgumentException("no bit positions, expected at least one");
            }
        }

        @Override
        public int mask(QFormat format) {
            int mask = 0;
            for (int position : positions) {
                if (position < 0 || position >= format.width()) {
                    throw new IllegalArgumentException(
                            "bit position " + position + " in " + format + ", expected 0 to " + (format.width() - 1));
                }
                mask |= 1 << position;
            }
            return mask;
        }
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
                IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .forEach(positions::add);
            }
            return new Positions(positions);
        }
        throw new IllegalArgumentException(
                "bits \"" + text + "\", expected all, some of sign,integer,fraction, or positions such as 0-7,31");
    }
}
