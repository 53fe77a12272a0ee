package org.fitact.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.fitact.stats.Interval;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void numbersReadAsInAPaper() {
        assertEquals("10⁻⁶", Numbers.rate(1e-6));
        assertEquals("3×10⁻⁷", Numbers.rate(3e-7));
        assertEquals("1.25×10⁻¹²", Numbers.rate(1.25e-12));
        assertEquals("5×10⁻¹", Numbers.rate(0.5));
        assertEquals("0", Numbers.rate(0));
        assertEquals("85.1", Numbers.percent(0.8512));
        assertEquals("+12.3", Numbers.points(0.1234));
        assertEquals("−0.4", Numbers.points(-0.0041));
        assertEquals("0.0", Numbers.points(-0.0001));
        assertEquals("–", Numbers.percent(Double.NaN));
        assertEquals("–", Numbers.points(Double.NaN));
        assertEquals("12.35", Numbers.percent(0.12345, 2));
        assertEquals("< 0.001", Numbers.pValue(0.0004));
        assertEquals("0.031", Numbers.pValue(0.0312));
        assertEquals("1 trial", Numbers.counted(1, "trial"));
        assertEquals("1,200 trials", Numbers.counted(1200, "trial"));
        assertEquals("1,234", Numbers.significant(1234.4));
        assertEquals("0.0123", Numbers.significant(0.0123));
    }

    @Test
    void aMeanIsFollowedByTheEndsOfItsInterval() {
        assertEquals(" (48.7–51.3)", Numbers.ends(new Interval(0.487, 0.513)));
        assertEquals(" (49.96–50.04)", Numbers.ends(new Interval(0.4996, 0.5004), 2));
        assertEquals("", Numbers.ends(Interval.UNKNOWN));
        assertEquals("12.3 ± 0.0450", Numbers.measured(12.34, 0.045));
        assertEquals("12.3", Numbers.measured(12.34, Double.NaN));
    }

    @Test
    void anIntervalHasBothEnds() {
        assertEquals("−0.4 to +1.2", Numbers.range(new Interval(-0.0041, 0.0123), Numbers::points));
        assertEquals("–", Numbers.range(Interval.UNKNOWN, Numbers::points));
    }

    @Test
    void timesAndSizesAreSmallNumbersOfTheirUnit() {
        assertEquals("80 s", Times.about(80));
        assertEquals("75 min", Times.about(4500));
        assertEquals("2.5 h", Times.about(9000));
        assertEquals("about 3:05 min left", Times.left(Duration.ofSeconds(185)));
        assertEquals("512 MiB", Bytes.format(512L << 20));
        assertEquals("1.5 GiB", Bytes.format(3L << 29));
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        String table = AlignedTable.of(1, List.of(List.of("scheme", "rate", "n"), List.of("none", "3×10⁻⁶", "12")));
        assertEquals("  scheme    rate   n\n  none    3×10⁻⁶  12\n", table);
        assertEquals("  a\n  bc\n", AlignedTable.of(1, List.of(List.of("a"), List.of("bc"))));
    }
}
