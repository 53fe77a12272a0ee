package org.fitact.measure;

import java.util.Arrays;

/**
 * An alarm that a bounded network raises by itself: more values of an image are cut than are without faults.
 *
 * @param threshold values of an image that may be cut without an alarm
 */
public record RangeAlarm(int threshold) {

    /** @throws IllegalArgumentException if the threshold is negative */
    public RangeAlarm {
        if (threshold < 0) {
            throw new IllegalArgumentException("a threshold of " + threshold + " values, expected none or more");
        }
    }

    /**
     * Chooses the lowest threshold that no more than a share of images without faults exceeds. Choose by other images than the
     * alarm is then judged on.
     *
     * @param cuts of images without faults, as {@link CutCounter#cuts}; not modified
     * @param falseAlarms the share, 0 or more and less than 1; 0 gives the maximum
     * @throws IllegalArgumentException if there is no image, or the share is none
     */
    public static RangeAlarm of(int[] cuts, double falseAlarms) {
        if (cuts.length == 0 || !(falseAlarms >= 0 && falseAlarms < 1)) {
            throw new IllegalArgumentException("an alarm needs images without faults and a share of false alarms in "
                    + "[0, 1), found " + cuts.length + " and " + falseAlarms);
        }
        int[] sorted = cuts.clone();
        Arrays.sort(sorted);
        int exceeding = (int) (falseAlarms * cuts.length);
        return new RangeAlarm(sorted[cuts.length - 1 - exceeding]);
    }

    /** What was cut of images without faults: every alarm is a false one. */
    public AlarmCounts withoutFaults(CutCounter counter) {
        return counts(counter, new boolean[counter.cuts().length]);
    }

    /** What was cut while answers were given under faults. */
    public AlarmCounts underFaults(CutCounter counter, Answers clean, Answers faulty) {
        boolean[] corrupted = new boolean[counter.cuts().length];
        for (int image = 0; image < corrupted.length; image++) {
            corrupted[image] = clean.top(image) != faulty.top(image);
        }
        return counts(counter, corrupted);
    }

    private AlarmCounts counts(CutCounter counter, boolean[] corrupted) {
        int[] cuts = counter.cuts();
        long cut = 0;
        int alarms = 0;
        int detected = 0;
        for (int image = 0; image < cuts.length; image++) {
            cut += cuts[image];
            boolean alarm = cuts[image] > threshold;
            alarms += alarm ? 1 : 0;
            detected += alarm && corrupted[image] ? 1 : 0;
        }
        return new AlarmCounts(threshold, (long) counter.outputs() * cuts.length, cut, alarms, detected);
    }
}
