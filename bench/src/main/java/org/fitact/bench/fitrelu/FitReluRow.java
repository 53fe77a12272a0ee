package org.fitact.bench.fitrelu;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Locale;
import org.fitact.bench.run.Score;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * What one direction of a cell came to.
 *
 * @param direction {@code forward} or {@code backward}
 * @param nanoseconds for an element, all threads working at once
 * @param cycles of all cores for an element, at the clock that was found
 * @param gigabytes 10⁹ bytes a second that are read and written at least
 * @param ofCopy that, over what a copy of the same size reaches with as many threads
 */
public record FitReluRow(
        @JsonUnwrapped FitReluCell cell,
        String direction,
        Quantity nanoseconds,
        Quantity cycles,
        Quantity gigabytes,
        double ofCopy) {

    /**
     * A number with the 95 % interval of its mean over iterations and forks.
     *
     * @param ci95 unknown for a single iteration
     */
    public record Quantity(double value, Interval ci95) {

        private Quantity times(double factor) {
            return new Quantity(factor * value, ci95.times(factor));
        }

        /** {@code factor / this}. */
        private Quantity under(double factor) {
            return new Quantity(
                    factor / value,
                    ci95.known() && ci95.low() > 0
                            ? new Interval(factor / ci95.high(), factor / ci95.low())
                            : Interval.UNKNOWN);
        }

        /** {@code 0.123 (0.120 to 0.126)}. */
        String text() {
            return Numbers.significant(value)
                    + (ci95.known() ? " (" + Numbers.range(ci95, Numbers::significant) + ")" : "");
        }
    }

    /**
     * The row of a score.
     *
     * @param micros time of one call, in µs
     * @param gigahertz clock of a core
     * @param copy 10⁹ bytes a second of a copy of the same size
     */
    static FitReluRow of(FitReluCell cell, Score micros, double gigahertz, double copy) {
        Interval interval = Double.isNaN(micros.error())
                ? Interval.UNKNOWN
                : new Interval(Math.max(0, micros.value() - micros.error()), micros.value() + micros.error());
        Quantity call = new Quantity(micros.value(), interval);
        Quantity nanoseconds = call.times(1000 * Float.BYTES / cell.map());
        Quantity gigabytes = call.under(cell.bytes(micros.method()) / 1000);
        return new FitReluRow(
                cell,
                micros.method(),
                nanoseconds,
                nanoseconds.times(gigahertz * cell.threads()),
                gigabytes,
                gigabytes.value() / copy);
    }

    /** A line of a terminal, of columns that have the same width in every line. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-16s %-8s %8s %5d %7s %7d  %-28s %-28s %-24s %5s %%",
                cell.activation(),
                direction,
                FitReluCell.size(cell.kibibytes()),
                cell.batch(),
                Numbers.percent(cell.near()) + " %",
                cell.threads(),
                nanoseconds.text(),
                cycles.text(),
                gigabytes.text(),
                Math.round(100 * ofCopy));
    }

    /** What the columns of {@link #line} are. */
    public static String heading() {
        return String.format(
                Locale.ROOT,
                "%-16s %-8s %8s %5s %7s %7s  %-28s %-28s %-24s %7s",
                "activation",
                "",
                "size",
                "batch",
                "near",
                "threads",
                "ns an element (95 %)",
                "cycles an element",
                "GB/s",
                "of copy");
    }
}
