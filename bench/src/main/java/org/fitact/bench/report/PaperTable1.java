package org.fitact.bench.report;

import java.util.Map;
import java.util.Optional;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** Table I of the paper (Ghavami et al., 2021): six rows, a network on a data set each. */
final class PaperTable1 {

    private static final Map<String, Row> ROWS = Map.of(
            "resnet50-10", new Row(9.820, 10.869, 10.68, 156.69, 165.05, 5.34),
            "vgg16-10", new Row(5.324, 5.600, 5.18, 29.60, 30.46, 2.91),
            "alexnet-10", new Row(3.037, 3.175, 4.54, 23.53, 23.68, 0.64),
            "resnet50-100", new Row(9.877, 10.974, 11.11, 156.70, 165.10, 5.36),
            "vgg16-100", new Row(5.178, 5.487, 5.97, 29.65, 30.47, 2.77),
            "alexnet-100", new Row(3.001, 3.224, 7.43, 23.53, 23.69, 0.68));

    private static final String NOTE =
            "The columns \"paper\" are the same row of the paper's Table I: ReLU and FitAct, and the overhead in "
                    + "% behind them. Its times are of another machine and its memory is counted otherwise, so overheads are what "
                    + "compares. Below it: whether the whole interval of ours is below the paper's overhead; open where that is in the "
                    + "interval, or there is none.";

    private PaperTable1() {}

    /**
     * A row.
     *
     * @param relu time of an inference with ReLU, ms
     * @param fitAct the same with FitAct
     * @param runtime overhead of that, %
     * @param reluMemory memory with ReLU, in the paper's Mb
     * @param fitActMemory the same with FitAct
     * @param memory overhead of that, %
     */
    record Row(double relu, double fitAct, double runtime, double reluMemory, double fitActMemory, double memory) {

        /** Times and their overhead: {@code 9.820, 10.869 (10.68)}. */
        String runtimeText() {
            return Numbers.fixed(relu, 3) + ", " + Numbers.fixed(fitAct, 3) + " (" + Numbers.fixed(runtime, 2) + ")";
        }

        /** Memory in Mb and its overhead: {@code 156.69, 165.05 (5.34)}. */
        String memoryText() {
            return Numbers.fixed(reluMemory, 2) + ", " + Numbers.fixed(fitActMemory, 2) + " ("
                    + Numbers.fixed(memory, 2) + ")";
        }

        /** Whether an overhead in time, in %, is below this row's: {@code yes}, {@code no}, or {@code open}. */
        String below(Interval percent) {
            if (!percent.known()) {
                return "open";
            }
            return percent.high() < runtime ? "yes" : percent.low() > runtime ? "no" : "open";
        }
    }

    /** The row of a network with so many classes, if the table has one. */
    static Optional<Row> find(String model, int classes) {
        return Optional.ofNullable(ROWS.get(model + "-" + classes));
    }

    static String note() {
        return NOTE;
    }
}
