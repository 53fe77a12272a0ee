package org.fitact.bench.report;

import org.fitact.cli.doctor.Machine;
import org.fitact.cli.doctor.Scheduling;

/** What a report of these tests says of where its numbers come from. */
public final class SomeProvenance {

    private SomeProvenance() {}

    /** Of a command, on this machine with a clock's governor that is known. */
    public static Provenance of(String command) {
        return new Provenance(
                "1",
                "abc",
                command,
                "today",
                Machine.here(),
                new Scheduling("performance", "0-1"),
                0.1,
                "simd: 256 bits",
                2);
    }
}
