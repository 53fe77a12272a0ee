package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fitact.bench.BoundReach;
import org.fitact.bench.Device;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.JmhRun;
import org.openjdk.jmh.results.RunResult;

/**
 * Measures Table I: every network and batch in fork after fork. One round of forks goes over all of them
 * before the next begins, so an interruption of the machine does not fall on one row alone.
 */
public final class Table1Run {

    /** The networks of the paper's table. */
    public static final List<String> MODELS = List.of("resnet50", "vgg16", "alexnet");

    private static final List<Integer> CLASSES = List.of(10, 100);

    private final Settings settings;
    private final Forks<Cell> forks;
    private final Forecast forecast;
    private final long start = System.nanoTime();

    /**
     * What to measure.
     *
     * @param networks trained ones of different {@linkplain TableNetwork#name names}, by which results tell them apart
     * @param dataDir folder of the data sets, for trained ones
     * @param batches images of an inference
     * @param effort of one cell; its forks are the fewest
     * @param mostForks a cell gets more forks up to this number while its intervals are too wide
     * @param halfWidth wanted of the 95 % intervals of FitAct's overheads; 0.01 is one point
     * @param budget no fork is begun that would end later than this after the start, but for the first of every cell
     */
    public record Settings(
            Device device,
            int threads,
            List<TableNetwork> networks,
            Path dataDir,
            List<Integer> batches,
            JmhRun.Effort effort,
            int mostForks,
            double halfWidth,
            Duration budget) {}

    public Table1Run(Settings settings) {
        this.settings = settings;
        forecast = new Forecast(cell -> cell.seconds(settings.device(), settings.effort()));
        forks = new Forks<>(cells(settings));
    }

    /** Those of the paper with random weights: each for CIFAR-10 and for CIFAR-100. */
    public static List<TableNetwork> random(List<String> models, List<Scheme> schemes) {
        return models.stream()
                .flatMap(model -> CLASSES.stream().map(classes -> TableNetwork.random(model, classes, schemes)))
                .toList();
    }

    private static List<Cell> cells(Settings settings) {
        List<Cell> cells = new ArrayList<>();
        for (int batch : settings.batches()) {
            settings.networks().forEach(network -> cells.add(new Cell(network, batch)));
        }
        return cells;
    }

    /**
     * Measures, and writes {@code table1.json} in JMH's format, {@code table1.md}, {@code .html} and {@code .tex}, and the figure.
     *
     * @param progress is told what is done next
     * @return the files
     */
    public List<Path> run(Path folder, Provenance provenance, Consumer<String> progress) throws IOException {
        try (JmhRun jmh = new JmhRun(folder, progress)) {
            for (int fork = 1; fork <= settings.mostForks(); fork++) {
                round(jmh, fork, progress);
            }
        }
        progress.accept("memory, and outputs near their bounds");
        List<MemoryRow> memory = new ArrayList<>();
        Map<TableNetwork, BoundReach> reach = new LinkedHashMap<>();
        for (TableNetwork network : settings.networks()) {
            memory.add(MemoryRow.of(network));
            if (network.study().isPresent() || network.classes() == CLASSES.getFirst()) {
                reach.put(network, network.reach(settings.dataDir(), settings.threads()));
            }
        }
        Map<Cell, RuntimeRow> runtimes = new LinkedHashMap<>();
        forks.cells().forEach(cell -> runtimes.put(cell, forks.row(cell)));
        Table1 table = new Table1(runtimes, memory, reach, provenance);
        List<Path> written = new ArrayList<>(List.of(ReportFiles.writeLatex(folder, "table1", table.latex())));
        written.addAll(ReportFiles.write(folder, table.document(), forks.results()));
        return written;
    }

    /** One fork of every cell that wants one. */
    private void round(JmhRun jmh, int fork, Consumer<String> progress) {
        List<Cell> wanting = forks.cells().stream()
                .filter(cell -> fork <= settings.effort().forks() || isVague(cell))
                .toList();
        for (int i = 0; i < wanting.size(); i++) {
            Cell cell = wanting.get(i);
            double soFar = (System.nanoTime() - start) / 1e9;
            if (fork > 1 && soFar + forecast.of(cell) > settings.budget().toSeconds()) {
                continue;
            }
            int further = Math.max(0, settings.effort().forks() - fork);
            double ofRound = forecast.of(wanting.subList(i, wanting.size()));
            double all = ofRound + further * forecast.of(forks.cells());
            double left = Math.max(
                    fork == 1 ? ofRound : 0, Math.min(all, settings.budget().toSeconds() - soFar));
            progress.accept(cell + ": fork " + fork + " of "
                    + Math.max(fork, settings.effort().forks()) + ", " + Forecast.left(left));
            long begun = System.nanoTime();
            forks.add(cell, fork(jmh, cell));
            forecast.took(cell, (System.nanoTime() - begun) / 1e9);
        }
    }

    private Collection<RunResult> fork(JmhRun jmh, Cell cell) {
        TableNetwork network = cell.network();
        Map<String, List<String>> parameters = Map.of(
                "model", List.of(network.model()),
                "classes", List.of(Integer.toString(network.classes())),
                "batch", List.of(Integer.toString(cell.batch())),
                "study", List.of(network.parameter()),
                "dataDir", List.of(settings.dataDir().toString()),
                "schemes", List.of(Scheme.joined(network.schemes())),
                "device", List.of(settings.device().toString()),
                "threads", List.of(Integer.toString(settings.threads())));
        return jmh.run(InferenceBenchmark.class, parameters, cell.effort(settings.device(), settings.effort()));
    }

    private boolean isVague(Cell cell) {
        return forks.row(cell).uncertainty() > settings.halfWidth();
    }
}
