package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.run.JmhRun;
import org.fitact.bench.run.SchemeTimes;
import org.openjdk.jmh.results.RunResult;

/**
 * Measures Table I: every network, data set and batch in fork after fork. One round of forks goes over all of them
 * before the next begins, so an interruption of the machine does not fall on one row alone.
 */
public final class Table1Run {

    private static final List<String> MODELS = List.of("resnet50", "vgg16", "alexnet");
    private static final List<Integer> CLASSES = List.of(10, 100);
    private static final int LARGE_BATCH = 16;

    private final Settings settings;
    private final Map<Cell, List<RunResult>> forks = new LinkedHashMap<>();

    /**
     * What to measure.
     *
     * @param device {@code cpu}, or a backend
     * @param batches images of an inference
     * @param effort of one cell; its forks are the fewest
     * @param mostForks a cell gets more forks up to this number while its intervals are too wide
     * @param halfWidth wanted of the 95 % intervals of FitAct's overheads; 0.01 is one point
     */
    public record Settings(
            String device, int threads, List<Integer> batches, JmhRun.Effort effort, int mostForks, double halfWidth) {}

    private record Cell(String model, int classes, int batch) {
        @Override
        public String toString() {
            return model + ", " + classes + " classes, batch " + batch;
        }
    }

    public Table1Run(Settings settings) {
        this.settings = settings;
        for (int batch : settings.batches()) {
            for (String model : MODELS) {
                for (int classes : CLASSES) {
                    forks.put(new Cell(model, classes, batch), new ArrayList<>());
                }
            }
        }
    }

    /**
     * Measures, and writes {@code table1.json} in JMH's format, {@code table1.md}, {@code table1.html} and the figure.
     *
     * @param progress is told what is done next
     * @return the files
     */
    public List<Path> run(Path folder, Provenance provenance, Consumer<String> progress) throws IOException {
        try (JmhRun jmh = new JmhRun(folder)) {
            for (int fork = 1; fork <= settings.mostForks(); fork++) {
                for (Cell cell : forks.keySet()) {
                    if (fork <= settings.effort().forks() || isVague(cell)) {
                        progress.accept(cell + ": fork " + fork);
                        forks.get(cell).addAll(fork(jmh, cell));
                    }
                }
            }
        }
        progress.accept("memory");
        List<MemoryRow> memory = MODELS.stream()
                .flatMap(model -> CLASSES.stream().map(classes -> MemoryRow.of(model, classes)))
                .toList();
        List<RunResult> results = forks.values().stream()
                .map(SchemeTimes::split)
                .flatMap(List::stream)
                .toList();
        List<RuntimeRow> rows = forks.values().stream()
                .map(SchemeTimes::split)
                .map(RuntimeRow::of)
                .toList();
        return ReportFiles.write(folder, new Table1(rows, memory, provenance).document(), results);
    }

    private Collection<RunResult> fork(JmhRun jmh, Cell cell) {
        Map<String, List<String>> parameters = Map.of(
                "model", List.of(cell.model),
                "classes", List.of(Integer.toString(cell.classes)),
                "batch", List.of(Integer.toString(cell.batch)),
                "device", List.of(settings.device()),
                "threads", List.of(Integer.toString(settings.threads())));
        return jmh.run(InferenceBenchmark.class, parameters, effort(cell.batch));
    }

    /** Of one fork. A round of large batches is longer than an iteration, and there fewer of them settle. */
    private JmhRun.Effort effort(int batch) {
        JmhRun.Effort effort = settings.effort();
        return batch > LARGE_BATCH
                ? new JmhRun.Effort(1, effort.warmups() / 4, effort.iterations() / 4, effort.millis())
                : effort.withForks(1);
    }

    private boolean isVague(Cell cell) {
        return RuntimeRow.of(SchemeTimes.split(forks.get(cell))).uncertainty() > settings.halfWidth();
    }
}
