package org.fitact.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.report.compare.ComparedStudy;
import org.fitact.report.compare.ComparisonReport;
import org.fitact.report.compare.StudyComparison;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.BarFigure;
import org.fitact.report.figure.RooflineFigure;
import org.fitact.report.serve.LiveStudy;
import org.fitact.results.MapResults;
import org.fitact.results.attack.AttackResults;
import org.fitact.stats.Interval;
import org.fitact.vulnerability.Estimate;
import org.fitact.vulnerability.Tally;
import org.fitact.vulnerability.TraceCosts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of every kind that this package writes, in a browser. */
@Tag("browser")
class PagesTest {

    private static final List<String> LAYERS = IntStream.rangeClosed(1, 4)
            .boxed()
            .flatMap(stage -> IntStream.rangeClosed(1, 4)
                    .boxed()
                    .flatMap(block -> Stream.of("conv1", "conv2", "shortcut.conv")
                            .map(layer -> "stage" + stage + ".block" + block + "." + layer)))
            .toList();

    @TempDir
    private Path folder;

    private void shows(String name, Path page) throws Exception {
        try (PageInBrowser browser = new PageInBrowser(folder.resolve("profile"))) {
            browser.shows(name, page);
        }
    }

    private static ObjectNode provenance() {
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("command", "fitact map --by layer,bit --out \"<DIR>\"").put("commit", "5132cfa");
        LAYERS.forEach(layer -> provenance.put("path." + layer, "a".repeat(64)));
        return provenance;
    }

    @Test
    void ofACampaign() throws Exception {
        Path page = ReportWriter.write(folder, SyntheticReport.trained()).getLast();
        try (PageInBrowser browser = new PageInBrowser(folder.resolve("profile"))) {
            browser.showsInEveryWay("report", page);
        }
    }

    @Test
    void ofAnAttack() throws Exception {
        List<AttackResults.OfScheme> schemes = new ArrayList<>();
        for (String scheme : List.of("none", "fitact", "fitact-guarded+secded72")) {
            double slope = scheme.equals("none") ? 0.12 : scheme.equals("fitact") ? 0.06 : 0.02;
            schemes.add(new AttackResults.OfScheme(
                    scheme,
                    8_000_000,
                    new AttackResults.Memory(1_000_000, 4_000, 0),
                    IntStream.rangeClosed(0, 7)
                            .mapToObj(flips -> {
                                double accuracy = 0.91 - slope * flips;
                                return new AttackResults.Point(
                                        flips,
                                        0.3 + flips,
                                        (int) (1000 * accuracy),
                                        accuracy,
                                        new Interval(accuracy - 0.02, accuracy + 0.02),
                                        null);
                            })
                            .toList(),
                    IntStream.range(0, 7)
                            .mapToObj(flip -> new AttackResults.Flip(
                                    LAYERS.get(flip) + ".weight", 1000 * flip, 30, 2.5, 0.3 + flip))
                            .toList(),
                    null,
                    AttackResults.End.FLIPS,
                    List.of(new AttackResults.RandomPoint(7, 20, 0.9, new Interval(0.86, 0.91)))));
        }
        AttackResults attack = new AttackResults(
                "resnet20", "cifar10", 128, 1000, 0.1, 0.01, 7, "bit", true, "all", "Q15.16", schemes, provenance());
        shows("attack", AttackReport.write(folder, attack).getLast());
    }

    @Test
    void ofAMap() throws Exception {
        List<MapResults.OfLayer> layers = new ArrayList<>();
        List<MapResults.OfStratum> strata = new ArrayList<>();
        for (int i = 0; i < LAYERS.size(); i++) {
            Estimate harm = new Estimate(0.002 * (i % 7), new Interval(0.0015 * (i % 7), 0.003 * (i % 7) + 0.001));
            layers.add(new MapResults.OfLayer(LAYERS.get(i), 32_000, harm));
            for (int bit = 31; bit >= 0; bit--) {
                double share = bit > 24 ? (bit - 24) / 8.0 : 0;
                long sdc = Math.round(400 * share);
                strata.add(new MapResults.OfStratum(
                        LAYERS.get(i),
                        null,
                        bit,
                        1000,
                        64_000,
                        new Tally(400, 0, sdc, 0, 0, 0),
                        new Estimate(share, new Interval(share * 0.9, Math.min(1, share * 1.1 + 0.01)))));
            }
        }
        MapResults map = new MapResults(
                "fitact",
                "resnet20",
                "cifar10",
                null,
                List.of("layer", "bit"),
                64,
                0.01,
                0.95,
                1_536_000,
                new Estimate(0.0123, new Interval(0.012, 0.0126)),
                null,
                layers,
                strata,
                List.of(new MapResults.OfRegion(
                        "stage1.block1.conv1.weight", LAYERS.getFirst(), "WEIGHT", "number", "Q15.16", 1000, 4000, 12)),
                List.of(new MapResults.Listed(
                        "stage2.block1.shortcut.conv.weight", LAYERS.get(14), 7, 30, new Tally(64, 0, 60, 50, 0, 0))),
                new TraceCosts(614_400, 1000, 600_000, 10_000, 3400, 1_000_000, 0),
                310,
                400,
                provenance());
        shows("map", MapReport.write(folder, map).getLast());
    }

    @Test
    void ofAComparison() throws Exception {
        List<Path> studies = new ArrayList<>();
        for (String name : List.of("resnet20-under-q15.16", "resnet20-under-bfloat16-with-secded", "third", "fourth")) {
            Path study = Files.createDirectories(folder.resolve(name));
            try (LiveStudy live = new LiveStudy(study)) {
                IntStream.range(0, 12).forEach(live::trial);
            }
            studies.add(study);
        }
        StudyComparison comparison = StudyComparison.of(ComparedStudy.read(studies));
        shows(
                "compare",
                ComparisonReport.write(folder.resolve("out"), comparison).getLast());
    }

    /** As those of benchmarks are, whose commands stand in another module. */
    @Test
    void ofABenchmark() throws Exception {
        List<BarFigure.Group> groups = Stream.of("ResNet50", "VGG16", "AlexNet")
                .flatMap(network -> Stream.of(1, 16, 64, 256).map(batch -> network + ", CIFAR-100, batch " + batch))
                .map(label -> new BarFigure.Group(
                        label,
                        List.of(
                                new BarFigure.Bar("FitReLU smooth", 8.4, new Interval(7.8, 9.1)),
                                new BarFigure.Bar("FitReLU hard", 4.7, new Interval(-3.9, 5.5)),
                                new BarFigure.Bar("Clip-Act", -0.4, new Interval(-2, 1.2)),
                                new BarFigure.Bar("Ranger", 0.9, Interval.UNKNOWN))))
                .toList();
        BarFigure bars = new BarFigure(
                "overhead",
                "Runtime overhead over ReLU",
                "How much longer an inference takes.",
                "overhead over ReLU, %",
                groups,
                List.of(
                        BarFigure.Style.solid(Ink.VERMILLION),
                        new BarFigure.Style(Ink.BLUE, BarFigure.Fill.STRIPED),
                        new BarFigure.Style(Ink.GREEN, BarFigure.Fill.HOLLOW),
                        BarFigure.Style.solid(Ink.ORANGE)));
        RooflineFigure roofline = new RooflineFigure(
                "roofline",
                "Roofline at batch 16",
                "Every layer.",
                318,
                List.of(new RooflineFigure.Roof("reading", 35.1), new RooflineFigure.Roof("copying", 25.1)),
                List.of(new RooflineFigure.Series(
                        "ResNet50",
                        IntStream.range(0, LAYERS.size())
                                .mapToObj(
                                        i -> new RooflineFigure.Point(LAYERS.get(i), 3 + 5 * i, 20 + 9 * i, i % 4 == 0))
                                .toList())));
        Document document = new Document(
                "bench",
                "What FitAct costs",
                "Inference of three networks.",
                List.of(
                        new Document.Heading(bars.title()),
                        new Document.Drawing(bars),
                        new Document.Heading(roofline.title()),
                        new Document.Drawing(roofline),
                        new Document.Heading("Where these numbers come from"),
                        new Document.Command(
                                "bin/fitact bench table1 --batches 1,16,64,256 --forks 5 --out runs/table1"),
                        new Document.Table(
                                List.of("what", "which"), 2, List.of(List.of("processor", "Xeon, 2 cores")))));
        shows("bench", Files.writeString(folder.resolve("bench.html"), Html.of(document)));
    }
}
