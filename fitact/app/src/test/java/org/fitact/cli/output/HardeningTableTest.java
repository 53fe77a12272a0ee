package org.fitact.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.fitact.results.FaultFreeLoss;
import org.fitact.study.HardenedScheme;
import org.junit.jupiter.api.Test;

class HardeningTableTest {

    @Test
    void hasARowForEachSchemeAndSaysWhatAnEarlierVersionDidNotMeasure() {
        FaultFreeLoss loss = new FaultFreeLoss("fitact", FaultFreeLoss.HELD_OUT, 0.9, 0.885, 0.01);
        assertEquals(
                """
                without faults, on the held-out images
                  scheme  accuracy, %          95 %  loss, points  delta    bytes  seconds
                  fitact         88.5  85.5 to 91.1           1.5    1.0  966,184     12.3
                  none              –             –             –      –        –        –
                """,
                HardeningTable.of(List.of(
                        new HardenedScheme("fitact", Map.of(), 12.34, List.of(), 966_184, 500, loss),
                        new HardenedScheme("none", Map.of(), Double.NaN, List.of(), 0, 0, null))));
    }
}
