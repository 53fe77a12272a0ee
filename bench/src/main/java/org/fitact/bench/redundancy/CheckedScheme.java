package org.fitact.bench.redundancy;

import org.fitact.protect.Protection;
import org.fitact.protect.Protections;

/** The schemes that are timed: every one that checks what is computed, and what all are compared with. */
public enum CheckedScheme {
    NONE("none", "none"),
    ABFT("abft", "abft"),
    ABFT_ZERO("abft-zero", "abftZero"),
    APPROX_ABFT("approx-abft", "approxAbft"),
    DMR("dmr", "dmr"),
    TMR("tmr", "tmr"),
    DUPLICATE("duplicate", "duplicate");

    private final String scheme;
    private final String counter;

    CheckedScheme(String scheme, String counter) {
        this.scheme = scheme;
        this.counter = counter;
    }

    public Protection protection() {
        return Protections.named(scheme);
    }

    /** Name of the secondary result that holds its time, a method of {@link CheckTimes}. */
    public String counter() {
        return counter;
    }
}
