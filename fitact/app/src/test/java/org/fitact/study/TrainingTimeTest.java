package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.train.EpochResult;
import org.junit.jupiter.api.Test;

class TrainingTimeTest {

    private static List<EpochResult> epochs(double... seconds) {
        List<EpochResult> history = new ArrayList<>();
        for (double s : seconds) {
            history.add(new EpochResult(history.size() + 1, 0, 0, s));
        }
        return history;
    }

    @Test
    void anEpochThatWasDisturbedDoesNotCount() {
        assertEquals(50, Training.typicalSeconds(epochs(10, 3600, 9, 10, 11)));
        assertEquals(42, Training.typicalSeconds(epochs(10, 11, 11, 10)));
    }
}
