package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.bench.BoundReach;
import org.fitact.bench.Scheme;
import org.fitact.report.document.Document;
import org.fitact.report.document.Latex;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.BarFigure;
import org.fitact.report.figure.BarFigure.Fill;
import org.fitact.stats.Interval;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.text.Numbers;

/**
 * The report in the layout of Table I of the paper, with its numbers beside ours.
 *
 * @param runtimes of all cells, at least one
 * @param memory of all networks
 * @param reach of those with ten classes, and of all that are trained
 */
record Table1(
        Map<Cell, RuntimeRow> runtimes,
        List<MemoryRow> memory,
        Map<TableNetwork, BoundReach> reach,
        Provenance provenance) {

    static final Map<String, String> NAMES = Map.of("resnet50", "ResNet50", "vgg16", "VGG16", "alexnet", "AlexNet");
    static final double MB = 1e6;
    static final List<Integer> WIDTHS = List.of(32, 16, 8);

    /** What counts as near, for every report that has such numbers. */
    static final String REACH_NOTE =
            "Near: above 0, and so near its bound that the smooth FitReLU's gate is not 1 as a float "
                    + "(κ(λ − x) < 25 ln 2). Only vectors that hold such an output take an exponential; the time of "
                    + "the other schemes does not depend on values.";

    private static final String TRAINED_NOTE =
            "Trained: a network as fitact harden left it in the folder of that name, each scheme with the bounds that it"
                    + " was hardened with, on the first test images of its data set; the bounds in memory are those that"
                    + " its FitAct stores. In table1.json its results have the folder's name as parameter study. All others"
                    + " have random weights, random images, and bounds above profiled maxima.";

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
        if (isAnyTrained()) {
            blocks.add(new Document.Text(TRAINED_NOTE));
        }
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
                "Inference of networks with ReLU and with the bounded activations that protect them.",
                blocks);
    }

    /** The rows in the layout of the paper, in LaTeX, a table for each batch. */
    String latex() {
        return batches().stream()
                .map(batch -> "% batch " + batch + "\n" + Latex.of(layoutOfThePaper(batch)))
                .collect(Collectors.joining("\n"));
    }

    private List<Integer> batches() {
        return runtimes.keySet().stream().map(Cell::batch).distinct().toList();
    }

    private boolean isAnyTrained() {
        return memory.stream().anyMatch(row -> row.network().study().isPresent());
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
        runtimes.forEach((cell, row) -> {
            if (cell.batch() == batch) {
                rows.add(rowOfThePaper(cell.network(), row));
            }
        });
        return new Document.Table(header, 2, rows);
    }

    private List<String> rowOfThePaper(TableNetwork network, RuntimeRow row) {
        MemoryRow stored = memory.stream()
                .filter(one -> one.network().equals(network))
                .findFirst()
                .orElseThrow();
        Optional<PaperTable1.Row> paper = network.paper();
        Interval percent = row.overheads().get(Scheme.FITRELU_SMOOTH).percent();
        return List.of(
                network.label(),
                network.data(),
                Numbers.significant(row.millis().get(Scheme.RELU)),
                Numbers.significant(row.millis().get(Scheme.FITRELU_SMOOTH)),
                overhead(row.overheads().get(Scheme.FITRELU_SMOOTH)),
                paper.map(PaperTable1.Row::runtimeText).orElse(Numbers.UNKNOWN),
                paper.map(published -> published.below(percent)).orElse(Numbers.UNKNOWN),
                Numbers.fixed(stored.parameterBytes() / MB, 1),
                byWidth(width -> (stored.parameterBytes() + stored.boundBytes(Granularity.NEURON, width)) / MB, 1),
                byWidth(width -> 100 * stored.overhead(Granularity.NEURON, width), 2),
                paper.map(PaperTable1.Row::memoryText).orElse(Numbers.UNKNOWN));
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
        protections(runtimes.keySet()).forEach(scheme -> header.add(scheme.label()));
        List<List<String>> rows = new ArrayList<>();
        runtimes.forEach((cell, row) -> {
            List<String> cells = new ArrayList<>(List.of(
                    cell.network().label(),
                    cell.network().data(),
                    Integer.toString(cell.batch()),
                    Integer.toString(row.overheads().get(Scheme.FITRELU_SMOOTH).forks())));
            protections(runtimes.keySet())
                    .forEach(scheme ->
                            cells.add(Optional.ofNullable(row.overheads().get(scheme))
                                    .map(Table1::overhead)
                                    .orElse(Numbers.UNKNOWN)));
            rows.add(cells);
        });
        return new Document.Table(header, 2, rows);
    }

    private Document.Table reachTable() {
        List<List<String>> rows = reach.entrySet().stream()
                .map(entry -> List.of(
                        entry.getKey().label(),
                        Numbers.significant(100 * entry.getValue().outputs()),
                        Numbers.significant(100 * entry.getValue().vectors())))
                .toList();
        return new Document.Table(List.of("network", "outputs near their bounds, %", "vectors of 16, %"), 1, rows);
    }

    /** The schemes that were timed beside ReLU, with some network. */
    private static List<Scheme> protections(Set<Cell> cells) {
        return TableNetwork.protections(cells.stream().map(Cell::network).toList());
    }

    /** In per cent, with its interval. */
    static String overhead(Overhead overhead) {
        String interval =
                overhead.ci95().known() ? Numbers.range(overhead.ci95(), end -> Numbers.percent(end, 2)) : "one fork";
        return Numbers.percent(overhead.relative(), 2) + " (" + interval + ")";
    }

    /** Of the schemes that every network has, so that one scheme has one style. */
    static BarFigure figure(Map<Cell, RuntimeRow> runtimes) {
        List<Scheme> ofAll = protections(runtimes.keySet()).stream()
                .filter(scheme -> runtimes.values().stream()
                        .allMatch(row -> row.overheads().containsKey(scheme)))
                .toList();
        List<BarFigure.Group> groups = new ArrayList<>();
        runtimes.forEach((cell, row) -> {
            List<BarFigure.Bar> bars = ofAll.stream()
                    .map(scheme -> bar(scheme, row.overheads().get(scheme)))
                    .toList();
            String label = cell.network().label() + ", " + cell.network().data() + ", batch " + cell.batch();
            groups.add(new BarFigure.Group(label, bars));
        });
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
