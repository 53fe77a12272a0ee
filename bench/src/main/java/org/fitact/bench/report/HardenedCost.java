package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fitact.bench.BoundReach;
import org.fitact.bench.Device;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.JmhRun;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.report.document.Document;
import org.fitact.report.document.Latex;
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
     * Measures, and writes {@code hardened.json} in JMH's format, {@code hardened.md}, {@code .html} and {@code .tex}.
     *
     * @param progress is told what is done next
     * @return the files
     */
    public List<Path> run(Path folder, Provenance provenance, Consumer<String> progress) throws IOException {
        Checkpoint none = Checkpoint.read(settings.study().hardened(Scheme.RELU.hardened()));
        try (JmhRun jmh = new JmhRun(folder, progress)) {
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
        Document document = document(none, forks.rows(), reach, provenance);
        String latex = Latex.of(table(forks.rows(), paper(none)));
        List<Path> written = new ArrayList<>(List.of(ReportFiles.writeLatex(folder, document.name(), latex)));
        written.addAll(ReportFiles.write(folder, document, forks.results()));
        return written;
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
        String model = none.architecture().model();
        Optional<PaperTable1.Row> paper = paper(none);
        List<Document.Block> blocks = new ArrayList<>(List.of(
                table(rows, paper),
                new Document.Text("Median time of an inference with ReLU, and by how much longer it takes under each "
                        + "scheme, with the 95 % interval over forks: all ran in turns in the same process, each with "
                        + "the bounds that it was hardened with, on test images.")));
        paper.ifPresent(row -> blocks.add(new Document.Text("The paper's row of this network and data set, on another "
                + "machine: " + row.runtimeText() + " ms with ReLU and FitAct, and its overhead in %. Below "
                + "it: whether the whole interval of smooth FitReLU is.")));
        blocks.add(
                new Document.Text(
                        "Of the outputs " + Numbers.significant(100 * reach.outputs())
                                + " % lie near their bounds, and " + Numbers.significant(100 * reach.vectors())
                                + " % of the vectors of 16 hold one. " + Table1.REACH_NOTE
                                + " A small network has more outputs for each multiply-add, and may pay several times what those of Table I do."));
        blocks.addAll(provenance.section());
        return new Document(
                "hardened",
                "What protection costs",
                model + " on " + none.info().dataset() + ", trained and hardened.",
                blocks);
    }

    /** The paper's row of a network and its data set, if its table has one. */
    private static Optional<PaperTable1.Row> paper(Checkpoint none) {
        return none.info().dataset().equals("cifar" + none.architecture().classes())
                ? PaperTable1.find(
                        none.architecture().model(), none.architecture().classes())
                : Optional.empty();
    }

    /** A row for each batch; the paper's overhead beside FitAct's where it has one. */
    private static Document.Table table(List<RuntimeRow> rows, Optional<PaperTable1.Row> paper) {
        List<Scheme> protections =
                Scheme.USUAL.stream().filter(Scheme::isProtection).toList();
        List<String> header = new ArrayList<>(List.of("batch", "ReLU, ms"));
        protections.forEach(scheme -> header.add(scheme.label() + ", %"));
        paper.ifPresent(_ -> header.addAll(List.of("paper, %", "below it")));
        List<List<String>> cells = new ArrayList<>();
        for (RuntimeRow row : rows) {
            List<String> line = new ArrayList<>(List.of(
                    Integer.toString(row.batch()),
                    Numbers.significant(row.millis().get(Scheme.RELU))));
            protections.forEach(
                    scheme -> line.add(Table1.overhead(row.overheads().get(scheme))));
            paper.ifPresent(published -> line.addAll(List.of(
                    Numbers.fixed(published.runtime(), 2),
                    published.below(row.overheads().get(Scheme.FITRELU_SMOOTH).percent()))));
            cells.add(line);
        }
        return new Document.Table(header, 0, cells);
    }
}
