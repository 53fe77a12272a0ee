package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fitact.bench.Device;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.JmhRun.Effort;
import org.junit.jupiter.api.Test;

class CellTest {

    private static final Device CPU = Device.parse("cpu");
    private static final Effort EFFORT = new Effort(3, 6, 8, 400);

    private static Cell cell(String model, int batch) {
        return new Cell(TableNetwork.random(model, 10, Scheme.USUAL), batch);
    }

    @Test
    void shortRoundsAreMeasuredAsLongAsAskedFor() {
        assertEquals(new Effort(1, 6, 8, 400), cell("alexnet", 1).effort(CPU, EFFORT));
    }

    @Test
    void longRoundsAreFewerButNeverTooFew() {
        Effort effort = cell("resnet50", 256).effort(CPU, EFFORT);
        assertTrue(effort.millis() > 10_000, effort.toString());
        assertEquals(2, effort.warmups());
        assertEquals(5, effort.iterations());
    }

    @Test
    void forksOnADeviceAreShort() {
        assertEquals(new Effort(1, 4, 10, 200), cell("resnet50", 256).effort(Device.parse("cuda"), EFFORT));
    }

    /** What is promised of {@code bench table1 --quick}, on a machine as fast as the one that the guesses come from. */
    @Test
    void threeForksOfEveryCellOfAQuickRunFitIntoEightMinutes() {
        List<Cell> cells = new ArrayList<>();
        for (String model : Table1Run.MODELS) {
            for (int batch : new int[] {1, 16}) {
                Table1Run.random(List.of(model), Scheme.USUAL).forEach(network -> cells.add(new Cell(network, batch)));
            }
        }
        double seconds = 3 * new Forecast(cell -> cell.seconds(CPU, EFFORT)).of(cells);
        assertTrue(seconds < 8 * 60, seconds + " s");
    }

    @Test
    void theForecastLearnsFromWhatHasRun() {
        Cell known = cell("vgg16", 1);
        Cell other = new Cell(TableNetwork.random("vgg16", 100, Scheme.USUAL), 1);
        Forecast forecast = new Forecast(_ -> 10);
        assertEquals(20, forecast.of(List.of(known, other)));
        forecast.took(known, 15);
        assertEquals(15, forecast.of(known));
        assertEquals(15, forecast.of(other));
        assertEquals("about 3:05 min left", Forecast.left(185));
    }
}
