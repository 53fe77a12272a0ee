package org.fitact.bench.fitrelu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.fitact.bench.Device;
import org.fitact.bench.run.JmhRun;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final JmhRun.Effort EFFORT = new JmhRun.Effort(1, 3, 5, 250);

    /**
     * With each number of threads 2 copies of 3 sizes, 3 forms of 2 layers behind 2 policies, and 2 directions of 3 sizes of one hard and, at
     * both shares, of one smooth form.
     */
    @Test
    void copiesCellsAndFusedActivationsAreAllCounted() {
        FitReluRun.Settings settings = new FitReluRun.Settings(
                new Device("cpu", Map.of()),
                List.of(1, 2),
                List.of("zero-neuron", "smooth-neuron"),
                List.of(16, 256, 4096),
                List.of(1),
                List.of(0.05, 0.5),
                List.of("32:64", "8:256"),
                List.of(16),
                EFFORT);
        assertEquals(2 * (2 * 3 + 3 * 2 * 2 + 2 * 3 * 3), settings.methods());
    }

    /** Before the first a guess of three seconds and the iterations, then the mean of those that ran. */
    @Test
    void whatIsLeftFollowsWhatHasRun() {
        TimeLeft left = new TimeLeft(EFFORT, 24);
        assertEquals("about 2:00 min left", left.text());
        left.timed(6, () -> "");
        assertEquals(18, left.open());
        assertEquals("about 0:00 min left", left.text());
    }
}
