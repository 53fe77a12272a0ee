package org.fitact.tensor.integer;

/**
 * What happened in the arithmetic of one node: how many numbers were beyond the range, of accumulators and of outputs, and how
 * wide the accumulators had to be. Counts of several runs, or threads, are added.
 */
public final class Tally {

    private long outputs;
    private long outputOverflows;
    private long accumulatorOverflows;
    private int accumulatorBits;

    /** Numbers that became words of the output's format. */
    public long outputs() {
        return outputs;
    }

    /** Those of them that were beyond its range: saturated, wrapped or set to 0, as its overflow says. */
    public long outputOverflows() {
        return outputOverflows;
    }

    /** Sums that were beyond the accumulator's range: once for every addition, or for every sum. */
    public long accumulatorOverflows() {
        return accumulatorOverflows;
    }

    /**
     * Bits that the accumulator would have needed for its largest sum, the sign among them; 0 where there is none. Where every
     * addition overflows by itself, of partial sums as they were: after one that overflowed, the sums are others.
     */
    public int accumulatorBits() {
        return accumulatorBits;
    }

    void output(boolean overflowed) {
        outputs++;
        outputOverflows += overflowed ? 1 : 0;
    }

    void accumulated(int bits, boolean overflowed) {
        accumulated(bits, overflowed ? 1L : 0L);
    }

    /**
     * Counts the numbers of a whole run at once.
     *
     * @param numbers that became words of the output's format
     * @param beyond those of them beyond its range
     */
    public void outputs(long numbers, long beyond) {
        outputs += numbers;
        outputOverflows += beyond;
    }

    /**
     * Counts the sums of a whole run at once.
     *
     * @param bits of the largest
     * @param beyond those beyond the accumulator's range
     */
    public void accumulated(int bits, long beyond) {
        accumulatorBits = Math.max(accumulatorBits, bits);
        accumulatorOverflows += beyond;
    }

    /** Adds what happened elsewhere, and returns this. */
    public Tally add(Tally other) {
        outputs += other.outputs;
        outputOverflows += other.outputOverflows;
        accumulatorOverflows += other.accumulatorOverflows;
        accumulatorBits = Math.max(accumulatorBits, other.accumulatorBits);
        return this;
    }
}
