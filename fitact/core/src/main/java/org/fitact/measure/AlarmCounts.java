package org.fitact.measure;

/**
 * What bounds cut in a trial, and the alarms that it gives: {@link RangeAlarm}.
 *
 * @param threshold values of an image that may be cut without an alarm
 * @param outputs values that bounds let through or cut, of all images together
 * @param cut those that were cut, as {@link CutCounter} has it
 * @param alarms images with an alarm
 * @param detected images with an alarm whose first class is another than without faults (SDC-1)
 */
public record AlarmCounts(int threshold, long outputs, long cut, int alarms, int detected) {

    /** @throws IllegalArgumentException if a number contradicts another */
    public AlarmCounts {
        if (threshold < 0 || cut < 0 || cut > outputs || detected < 0 || detected > alarms) {
            throw new IllegalArgumentException("an alarm needs a threshold of 0 or more, 0 <= cut <= outputs and 0 <= "
                    + "detected <= alarms, found threshold " + threshold + ", outputs " + outputs + ", cut " + cut
                    + ", alarms " + alarms + ", detected " + detected);
        }
    }

    /** Cut values among all, 0..1. */
    public double cutShare() {
        return outputs == 0 ? 0 : (double) cut / outputs;
    }
}
