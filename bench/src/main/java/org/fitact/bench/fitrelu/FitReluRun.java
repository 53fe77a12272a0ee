package org.fitact.bench.fitrelu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fitact.bench.BoundedReluBenchmark;
import org.fitact.bench.CopyBenchmark;
import org.fitact.bench.Device;
import org.fitact.bench.FusionBenchmark;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import org.fitact.bench.run.Score;
import org.fitact.cli.output.JsonOutput;
import org.fitact.text.Numbers;
import org.openjdk.jmh.results.RunResult;

/** Measures bounded activations cell by cell: what has been measured is said, and lies in a file, while the rest is. */
public final class FitReluRun {

    private final Settings settings;
    private final double gigahertz = ClockRate.gigahertz();
    private final List<RunResult> results = new ArrayList<>();
    private final List<Score> copies = new ArrayList<>();
    private final List<FitReluRow> rows = new ArrayList<>();

    /**
     * What to measure.
     *
     * @param activations policies with granularities, {@code smooth-neuron}
     * @param kibibytes sizes of inputs
     * @param layers of the convolutions with an activation behind, {@code side:channels}
     * @param fusedBatches images of those
     * @param near shares of the outputs near their bounds
     */
    public record Settings(
            Device device,
            List<Integer> threads,
            List<String> activations,
            List<Integer> kibibytes,
            List<Integer> batches,
            List<Double> near,
            List<String> layers,
            List<Integer> fusedBatches,
            JmhRun.Effort effort) {

        /** Forward and backward. */
        private static final int CELL_METHODS = 2;

        /** Of a copy and of a plain ReLU. */
        private static final int COPY_METHODS = 2;

        /** Plain, fused and separate. */
        private static final int FUSION_METHODS = 3;

        /** Those of copies by one number of threads. */
        private int copyMethods() {
            return COPY_METHODS * kibibytes.size();
        }

        /** Those of convolutions with an activation by one number of threads. */
        private int fusionMethods() {
            return FUSION_METHODS * layers.size() * policies().size() * fusedBatches.size();
        }

        /** All that a run times, each method once for every combination of its parameters. */
        int methods() {
            return threads.size() * (copyMethods() + fusionMethods())
                    + CELL_METHODS * FitReluCell.of(this).size();
        }

        /** The policies among the activations. */
        List<String> policies() {
            return List.copyOf(new TreeSet<>(activations.stream()
                    .map(activation -> activation.replaceFirst("-.*", ""))
                    .toList()));
        }
    }

    /** What {@code rows.json} holds. */
    private record Kept(double gigahertz, List<FitReluRow> rows, Provenance provenance) {}

    public FitReluRun(Settings settings) {
        this.settings = settings;
    }

    /** What has been measured so far. */
    public List<FitReluRow> rows() {
        return List.copyOf(rows);
    }

    /** Clock of a core, in GHz, that cycles are counted by. */
    public double gigahertz() {
        return gigahertz;
    }

    /**
     * Measures, and writes {@code fitrelu.json} in JMH's format, {@code rows.json}, {@code fitrelu.md} and {@code .html}; the first
     * two hold what there is while the run goes on.
     *
     * @param progress is told what is done next, and how long all will take
     * @param found is told each row
     * @return the files
     */
    public List<Path> run(
            JmhRun jmh, Path folder, Provenance provenance, Consumer<String> progress, Consumer<FitReluRow> found)
            throws IOException {
        List<FitReluCell> cells = FitReluCell.of(settings);
        TimeLeft left = new TimeLeft(settings.effort(), settings.methods());
        for (int threads : settings.threads()) {
            progress.accept("copies, " + Numbers.counted(threads, "thread") + ", " + left.text());
            copies.addAll(Score.of(left.timed(settings.copyMethods(), () -> copies(jmh, threads))));
        }
        Path table = folder.resolve("rows.json");
        for (FitReluCell cell : cells) {
            progress.accept(cell + ", " + left.text());
            for (Score score : Score.of(left.timed(Settings.CELL_METHODS, () -> cell(jmh, cell)))) {
                FitReluRow row = FitReluRow.of(cell, score, gigahertz, copy(cell));
                rows.add(row);
                found.accept(row);
            }
            JsonOutput.save(table, new Kept(gigahertz, rows, provenance));
        }
        List<Score> fusion = new ArrayList<>();
        for (int threads : settings.threads()) {
            progress.accept("fused and separate, " + Numbers.counted(threads, "thread") + ", " + left.text());
            fusion.addAll(Score.of(left.timed(settings.fusionMethods(), () -> fusion(jmh, threads))));
        }
        FitReluReport report = new FitReluReport(copies, rows, fusion, gigahertz, jmh.profiled(results), provenance);
        return Stream.concat(ReportFiles.write(folder, report.document(), results).stream(), Stream.of(table))
                .toList();
    }

    private Collection<RunResult> copies(JmhRun jmh, int threads) {
        Map<String, List<String>> parameters = Map.of(
                "kibibytes", texts(settings.kibibytes()), "threads", texts(List.of(threads)), "device", device());
        return kept(jmh.run(CopyBenchmark.class, parameters, settings.effort()));
    }

    private Collection<RunResult> cell(JmhRun jmh, FitReluCell cell) {
        return kept(jmh.run(
                BoundedReluBenchmark.class, cell.parameters(settings.device().toString()), settings.effort()));
    }

    private Collection<RunResult> fusion(JmhRun jmh, int threads) {
        Map<String, List<String>> parameters = Map.of(
                "layer", settings.layers(),
                "policy", settings.policies(),
                "batch", texts(settings.fusedBatches()),
                "threads", texts(List.of(threads)),
                "device", device());
        return kept(jmh.run(FusionBenchmark.class, parameters, settings.effort()));
    }

    private Collection<RunResult> kept(Collection<RunResult> some) {
        results.addAll(some);
        return some;
    }

    private List<String> device() {
        return List.of(settings.device().toString());
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    private double copy(FitReluCell cell) {
        return FitReluReport.copy(copies, "copy", cell.kibibytes(), cell.threads());
    }
}
