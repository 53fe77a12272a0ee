package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fitact.bench.BoundReach;
import org.fitact.bench.Scheme;
import org.fitact.report.document.Document;
import org.fitact.report.document.Latex;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.BarFigure;
import org.fitact.report.figure.BarFigure.Fill;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.text.Numbers;

/**
 * The report in the layout of Table I of the paper, with its numbers beside ours.
 *
 * @param reach of the networks by name, with ten classes
 */
record Table1(List<RuntimeRow> runtimes, List<MemoryRow> memory, Map<String, BoundReach> reach, Provenance provenance) {

    static final Map<String, String> NAMES = Map.of("resnet50", "ResNet50", "vgg16", "VGG16", "alexnet", "AlexNet");
    static final double MB = 1e6;
    static final List<Integer> WIDTHS = List.of(32, 16, 8);

    /** What counts as near, for every report that has such numbers. */
    static final String REACH_NOTE =
            "Near: above 0, and so near its bound that the smooth FitReLU's gate is not 1 as a float "
                    + "(κ(λ − x) < 25 ln 2). Only vectors that hold such an output take an exponential; the time of "
                    + "the other schemes does not depend on values.";

    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        for (int batch : batches()) {
            blocks.add(new Document.Heading("Table I at batch " + batch));
            blocks.add(layoutOfThePaper(batch));
        }
        blocks.add(new Document.Text(
                "Time of one inference of the whole batch: with ReLU the median, with FitAct that time and"
                        + " its overhead, which is measured in turns with ReLU; overhead of FitAct deployed as smooth"
                        + " FitReLU (eq. 6) over ReLU with its 95 % interval. Memory: stored parameters in 32-bit "
                        + "words, and with one"
                        + " bound per neuron in words of 32, 16 and 8 bits. " + PaperTable1.note()));
        blocks.add(new Document.Heading("Runtime overhead of every scheme"));
        blocks.add(new Document.Drawing(figure(runtimes)));
        blocks.add(everyScheme());
        blocks.add(
                new Document.Text("In % of the time with ReLU: both ran in turns in the same process. Of each fork the "
                        + "median of the ratios; of the forks' medians the mean and its 95 % interval (Student t)."));
        blocks.add(reachTable());
        blocks.add(new Document.Text(REACH_NOTE));
        blocks.add(new Document.Heading("Memory"));
        blocks.add(new MemoryTables(memory).besideThePaper());
        blocks.add(new Document.Text("Bytes of the stored parameters in 32-bit words, and of one bound per neuron in "
                + "words of 32, 16 and 8 bits (Q15.16, Q7.8, Q3.4) with its overhead. Below the paper: the widths "
                + "whose overhead is less than the paper's of the row."));
        blocks.add(new MemoryTables(memory).bounds());
        blocks.add(new Document.Text(
                "Bytes of the bounds in % of those of the parameters (32 bits), by who shares a bound and"
                        + " by the width of a bound's word. A plan: what it holds on the heap for one image, "
                        + "parameters as floats and "
                        + "as the backend packs them, and the buffers between layers; measured as live bytes after a "
                        + "collection, on "
                        + "the CPU."));
        blocks.addAll(provenance.section());
        return new Document(
                "table1",
                "What FitAct costs",
                "Inference of three networks with ReLU and with the bounded activations that protect them.",
                blocks);
    }

    /** The rows in the layout of the paper, in LaTeX, a table for each batch. */
    String latex() {
        return batches().stream()
                .map(batch -> "% batch " + batch + "\n" + Latex.of(layoutOfThePaper(batch)))
                .collect(Collectors.joining("\n"));
    }

    private List<Integer> batches() {
        return runtimes.stream().map(RuntimeRow::batch).distinct().toList();
    }

    private Document.Table layoutOfThePaper(int batch) {
        List<String> header = List.of(
                "network",
                "data set",
                "runtime ReLU, ms",
                "FitAct, ms",
                "overhead, %",
                "paper, ms (overhead, %)",
                "below it",
                "memory ReLU, MB",
                "FitAct, MB (32, 16, 8 bits)",
                "overhead, % (32, 16, 8 bits)",
                "paper, Mb (overhead, %)");
        List<List<String>> rows = new ArrayList<>();
        for (RuntimeRow row : runtimes) {
            if (row.batch() == batch) {
                rows.add(rowOfThePaper(row));
            }
        }
        return new Document.Table(header, 2, rows);
    }

    private List<String> rowOfThePaper(RuntimeRow row) {
        MemoryRow stored = memory.stream()
                .filter(m -> m.model().equals(row.model()) && m.classes() == row.classes())
                .findFirst()
                .orElseThrow();
        PaperTable1.Row paper = PaperTable1.row(row.model(), row.classes());
        return List.of(
                NAMES.get(row.model()),
                "CIFAR-" + row.classes(),
                Numbers.significant(row.millis().get(Scheme.RELU)),
                Numbers.significant(row.millis().get(Scheme.FITRELU_SMOOTH)),
                overhead(row.overheads().get(Scheme.FITRELU_SMOOTH)),
                paper.runtimeText(),
                paper.below(row.overheads().get(Scheme.FITRELU_SMOOTH).percent()),
                Numbers.fixed(stored.parameterBytes() / MB, 1),
                byWidth(width -> (stored.parameterBytes() + stored.boundBytes(Granularity.NEURON, width)) / MB, 1),
                byWidth(width -> 100 * stored.overhead(Granularity.NEURON, width), 2),
                paper.memoryText());
    }

    private interface OfWidth {
        double at(int width);
    }

    private static String byWidth(OfWidth value, int decimals) {
        return String.join(
                ", ",
                WIDTHS.stream()
                        .map(width -> Numbers.fixed(value.at(width), decimals))
                        .toList());
    }

    private Document.Table everyScheme() {
        List<String> header = new ArrayList<>(List.of("network", "data set", "batch", "forks"));
        protections().forEach(scheme -> header.add(scheme.label()));
        List<List<String>> rows = new ArrayList<>();
        for (RuntimeRow row : runtimes) {
            List<String> cells = new ArrayList<>(List.of(
                    NAMES.get(row.model()),
                    "CIFAR-" + row.classes(),
                    Integer.toString(row.batch()),
                    Integer.toString(row.overheads().get(Scheme.FITRELU_SMOOTH).forks())));
            protections().forEach(scheme -> cells.add(overhead(row.overheads().get(scheme))));
            rows.add(cells);
        }
        return new Document.Table(header, 2, rows);
    }

    private Document.Table reachTable() {
        List<List<String>> rows = reach.entrySet().stream()
                .map(entry -> List.of(
                        NAMES.get(entry.getKey()),
                        Numbers.significant(100 * entry.getValue().outputs()),
                        Numbers.significant(100 * entry.getValue().vectors())))
                .toList();
        return new Document.Table(List.of("network", "outputs near their bounds, %", "vectors of 16, %"), 1, rows);
    }

    /** The schemes that were timed beside ReLU. */
    private List<Scheme> protections() {
        return List.copyOf(runtimes.getFirst().overheads().keySet());
    }

    /** In per cent, with its interval. */
    static String overhead(Overhead overhead) {
        String interval =
                overhead.ci95().known() ? Numbers.range(overhead.ci95(), end -> Numbers.percent(end, 2)) : "one fork";
        return Numbers.percent(overhead.relative(), 2) + " (" + interval + ")";
    }

    /** What the protections take over ReLU. */
    static BarFigure figure(List<RuntimeRow> runtimes) {
        List<BarFigure.Group> groups = new ArrayList<>();
        for (RuntimeRow row : runtimes) {
            List<BarFigure.Bar> bars = row.overheads().entrySet().stream()
                    .map(overhead -> bar(overhead.getKey(), overhead.getValue()))
                    .toList();
            String label = NAMES.get(row.model()) + ", CIFAR-" + row.classes() + ", batch " + row.batch();
            groups.add(new BarFigure.Group(label, bars));
        }
        return new BarFigure(
                "overhead",
                "Runtime overhead over ReLU",
                "Bars: how much longer an inference takes than with ReLU; whiskers: 95 % intervals over forks, "
                        + "without a cap where they go on.",
                "overhead over ReLU, %",
                groups,
                List.of(
                        BarFigure.Style.solid(Ink.VERMILLION),
                        new BarFigure.Style(Ink.BLUE, Fill.STRIPED),
                        new BarFigure.Style(Ink.GREEN, Fill.HOLLOW),
                        BarFigure.Style.solid(Ink.ORANGE),
                        new BarFigure.Style(Ink.PURPLE, Fill.STRIPED),
                        new BarFigure.Style(Ink.SKY, Fill.HOLLOW),
                        BarFigure.Style.solid(Ink.YELLOW)));
    }

    private static BarFigure.Bar bar(Scheme scheme, Overhead overhead) {
        return new BarFigure.Bar(scheme.label(), 100 * overhead.relative(), overhead.percent());
    }
}
