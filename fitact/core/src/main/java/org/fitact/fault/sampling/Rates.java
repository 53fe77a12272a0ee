package org.fitact.fault.sampling;

/** What a rate may be. */
final class Rates {

    private Rates() {}

    /** @throws IllegalArgumentException for one that is not more than 0 and less than 1 */
    static void require(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("fault rate " + rate + ", expected more than 0 and less than 1");
        }
    }
}
