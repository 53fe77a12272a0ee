package org.fitact.campaign.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialTask;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final List<Double> RATE = List.of(1e-6);

    private final Attempts attempts = new Attempts(List.of(
            TrialBytes.ofTasks(List.of(new TrialTask(0, RATE))),
            TrialBytes.ofTasks(List.of(new TrialTask(7, RATE), new TrialTask(8, RATE), new TrialTask(9, RATE)))));

    /** Of trials with so many right answers. */
    private static byte[] told(double seconds, int... correct) {
        return TrialBytes.digests(Arrays.stream(correct)
                .mapToObj(right -> List.of(new TrialOutcome(3, right, 20, seconds)))
                .toList());
    }

    private String refusal(String by, byte[] told) {
        return assertThrows(ClusterException.class, () -> attempts.tell(1, by, told))
                .getMessage();
    }

    @Test
    void timesDoNotCount() {
        assertArrayEquals(told(0.5, 11, 12), told(0.25, 11, 12));
    }

    /** Also what was ended in between is compared, as far as it went, and the longest counts from then on. */
    @Test
    void theFirstTrialThatDiffersIsNamedAndBothWhoComputedIt() {
        attempts.tell(0, "executor 1", told(1, 11));
        attempts.tell(1, "executor 1", told(1, 11, 12));
        attempts.tell(1, "executor 2", told(2));
        attempts.tell(1, "executor 2", told(2, 11));
        assertEquals(
                "trial 8 was computed twice and came out otherwise by executor 3 than by executor 1",
                refusal("executor 3", told(1, 11, 13, 14)));
        attempts.tell(1, "executor 2", told(2, 11, 12, 13));
        assertEquals(
                "trial 9 was computed twice and came out otherwise by executor 1 than by executor 2",
                refusal("executor 1", told(1, 11, 12, 14)));
    }
}
