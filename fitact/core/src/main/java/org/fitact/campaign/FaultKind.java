package org.fitact.campaign;

import java.util.Locale;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.Burst;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.ExactCount;
import org.fitact.fault.FaultModel;
import org.fitact.fault.StuckAt0;
import org.fitact.fault.StuckAt1;

/**
 * What a campaign's rate means. All are coupled over rates: what is hit at a rate is hit at every higher one. All but
 * {@link #EXACT} hit the same shared bits under every scheme.
 */
public enum FaultKind {
    /** Every bit flips with the probability of the rate. */
    FLIP {
        @Override
        FaultModel at(double rate, double largestRate, EligibleBits bits) {
            return new BitErrorRate(rate, largestRate);
        }
    },
    /**
     * Exactly rate × bits flips, rounded, at least one. The bits are those that may be hit, bounds included, so that a
     * weight is as likely to be hit under one scheme as under another; the shared bits of two schemes are hit in the
     * same order, but not by the same number.
     */
    EXACT {
        @Override
        FaultModel at(double rate, double largestRate, EligibleBits bits) {
            long count = Math.max(1, Math.round(rate * bits.count()));
            return new ExactCount(Math.toIntExact(count));
        }

        @Override
        boolean dependsOnLargestRate() {
            return false;
        }
    },
    /** A burst of four adjacent flips starts at every bit with the probability of the rate. */
    BURST_4 {
        @Override
        FaultModel at(double rate, double largestRate, EligibleBits bits) {
            return new Burst(BURST_BITS, new BitErrorRate(rate, largestRate));
        }
    },
    /** Every cell always reads 0 with the probability of the rate. */
    STUCK_AT_0 {
        @Override
        FaultModel at(double rate, double largestRate, EligibleBits bits) {
            return new StuckAt0(new BitErrorRate(rate, largestRate));
        }
    },
    /** Every cell always reads 1 with the probability of the rate. */
    STUCK_AT_1 {
        @Override
        FaultModel at(double rate, double largestRate, EligibleBits bits) {
            return new StuckAt1(new BitErrorRate(rate, largestRate));
        }
    };

    private static final int BURST_BITS = 4;

    /**
     * The fault model of a rate.
     *
     * @param largestRate of the campaign
     * @param bits those that may be hit
     */
    abstract FaultModel at(double rate, double largestRate, EligibleBits bits);

    /** Whether what is hit at a rate depends on the largest rate of the campaign, with whose faults it is drawn. */
    boolean dependsOnLargestRate() {
        return true;
    }

    /** The name that a user gives: {@code stuck-at-0}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
