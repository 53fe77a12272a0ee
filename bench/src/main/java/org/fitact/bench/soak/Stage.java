package org.fitact.bench.soak;

/** What can be killed. */
public enum Stage {
    TRAIN,
    HARDEN,
    CAMPAIGN,
    REPORT,
    REPRODUCE,
    DATA
}
