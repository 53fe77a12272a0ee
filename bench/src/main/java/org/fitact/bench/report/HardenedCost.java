package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fitact.bench.BoundReach;
import org.fitact.bench.Device;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.JmhRun;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.report.document.Document;
import org.fitact.study.StudyFolder;
import org.fitact.text.Numbers;

/** Measures what protection costs a trained network in inference: Table I's rounds, with its own bounds and images. */
public final class HardenedCost {

    private final Settings settings;
    private final Forks<Integer> forks;

    /**
     * What to measure.
     *
     * @param study with networks hardened by {@link Scheme#USUAL}
     * @param dataDir folder of the data sets
     * @param batches images of an inference
     * @param effort for each batch
     */
    public record Settings(
            StudyFolder study, Path dataDir, Device device, int threads, List<Integer> batches, JmhRun.Effort effort) {}

    public HardenedCost(Settings settings) {
        this.settings = settings;
        forks = new Forks<>(settings.batches());
    }

    /**
     * Measures, and writes {@code hardened.json} in JMH's format, {@code hardened.md} and {@code hardened.html}.
     *
     * @param progress is told what is done next
     * @return the files
     */
    public List<Path> run(Path folder, Provenance provenance, Consumer<String> progress) throws IOException {
        Checkpoint none = Checkpoint.read(settings.study().hardened(Scheme.RELU.hardened()));
        try (JmhRun jmh = new JmhRun(folder)) {
            for (int fork = 1; fork <= settings.effort().forks(); fork++) {
                for (int batch : forks.cells()) {
                    progress.accept("batch " + batch + ": fork " + fork + " of "
                            + settings.effort().forks());
                    forks.add(
                            batch,
                            jmh.run(
                                    InferenceBenchmark.class,
                                    parameters(none, batch),
                                    settings.effort().withForks(1)));
                }
            }
        }
        progress.accept("outputs near their bounds");
        BoundReach reach = BoundReach.ofHardened(settings.study().path(), settings.dataDir(), settings.threads());
        return ReportFiles.write(folder, document(none, forks.rows(), reach, provenance), forks.results());
    }

    private Map<String, List<String>> parameters(Checkpoint none, int batch) {
        return Map.of(
                "study", List.of(settings.study().path().toAbsolutePath().toString()),
                "dataDir", List.of(settings.dataDir().toString()),
                "model", List.of(none.architecture().model()),
                "classes", List.of(Integer.toString(none.architecture().classes())),
                "batch", List.of(Integer.toString(batch)),
                "device", List.of(settings.device().toString()),
                "threads", List.of(Integer.toString(settings.threads())));
    }

    static Document document(Checkpoint none, List<RuntimeRow> rows, BoundReach reach, Provenance provenance) {
        List<String> header = new ArrayList<>(List.of("batch", "ReLU, ms"));
        List<Scheme> protections =
                Scheme.USUAL.stream().filter(Scheme::isProtection).toList();
        protections.forEach(scheme -> header.add(scheme.label() + ", %"));
        List<List<String>> cells = new ArrayList<>();
        for (RuntimeRow row : rows) {
            List<String> line = new ArrayList<>(List.of(
                    Integer.toString(row.batch()),
                    Numbers.significant(row.millis().get(Scheme.RELU))));
            protections.forEach(
                    scheme -> line.add(Table1.overhead(row.overheads().get(scheme))));
            cells.add(line);
        }
        List<Document.Block> blocks = new ArrayList<>(List.of(
                new Document.Table(header, 0, cells),
                new Document.Text("Median time of an inference with ReLU, and by how much longer it takes under each "
                        + "scheme, with the 95 % interval over forks: all ran in turns in the same process, each with "
                        + "the bounds that it was hardened with, on test images."),
                new Document.Text("Of the outputs " + Numbers.significant(100 * reach.outputs())
                        + " % lie near their bounds, and " + Numbers.significant(100 * reach.vectors())
                        + " % of the vectors of 16 hold one. " + Table1.REACH_NOTE)));
        blocks.addAll(provenance.section());
        return new Document(
                "hardened",
                "What protection costs",
                none.architecture().model() + " on " + none.info().dataset() + ", trained and hardened.",
                blocks);
    }
}
