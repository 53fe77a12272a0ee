package org.fitact.measure;

import java.util.BitSet;

/**
 * What checks on computation saw in a trial, in numbers of images. An image is faulty if a bit flipped in its inference, or in the
 * memory of the network.
 *
 * @param detected faulty, and a check found something
 * @param missed faulty, and no check found anything
 * @param harmful missed, and its first class is another than without faults (SDC-1)
 * @param falseAlarms not faulty, and a check found something
 */
public record CheckCounts(int detected, int missed, int harmful, int falseAlarms) {

    /** @throws IllegalArgumentException if a number contradicts another */
    public CheckCounts {
        if (detected < 0 || missed < 0 || harmful < 0 || harmful > missed || falseAlarms < 0) {
            throw new IllegalArgumentException(
                    "checks need 0 <= harmful <= missed and no number below 0, found detected " + detected + ", missed "
                            + missed + ", harmful " + harmful + ", falseAlarms " + falseAlarms);
        }
    }

    /** Without faults every finding is a false alarm. */
    public static CheckCounts withoutFaults(BitSet found) {
        return new CheckCounts(0, 0, 0, found.cardinality());
    }

    /**
     * Of answers that were checked.
     *
     * @param found images in which a check found something
     * @param isFaulty images that are faulty
     */
    public static CheckCounts of(BitSet found, BitSet isFaulty, Answers clean, Answers faulty) {
        int detected = 0;
        int missed = 0;
        int harmful = 0;
        int falseAlarms = 0;
        for (int image = 0; image < clean.images(); image++) {
            boolean struck = isFaulty.get(image);
            boolean alarm = found.get(image);
            detected += struck && alarm ? 1 : 0;
            missed += struck && !alarm ? 1 : 0;
            harmful += struck && !alarm && clean.top(image) != faulty.top(image) ? 1 : 0;
            falseAlarms += !struck && alarm ? 1 : 0;
        }
        return new CheckCounts(detected, missed, harmful, falseAlarms);
    }

    /** Images of which this says anything. */
    public int images() {
        return detected + missed + falseAlarms;
    }
}
