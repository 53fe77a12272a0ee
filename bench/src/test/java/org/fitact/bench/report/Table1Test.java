package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.bench.BoundReach;
import org.fitact.bench.Scheme;
import org.fitact.report.document.Markdown;
import org.fitact.study.StudyFolder;
import org.junit.jupiter.api.Test;

class Table1Test {

    private static final TableNetwork RANDOM =
            TableNetwork.random("vgg16", 10, List.of(Scheme.RELU, Scheme.FITRELU_SMOOTH, Scheme.RANGER));
    private static final TableNetwork TRAINED = trained("vgg16", "CIFAR-10", "vgg16-cifar10");
    private static final TableNetwork SMALL = trained("lenet5", "fashion-mnist-small", "small");

    private static TableNetwork trained(String model, String data, String folder) {
        return new TableNetwork(
                model,
                10,
                data,
                List.of(Scheme.RELU, Scheme.FITRELU_SMOOTH, Scheme.FITACT_FAULTED),
                Optional.of(new StudyFolder(Path.of("runs", folder))));
    }

    /** ReLU takes 100 ms, the others 10 % more for each place in the list. */
    private static RuntimeRow times(TableNetwork network, int batch) {
        Map<Scheme, double[][]> times = new EnumMap<>(Scheme.class);
        for (int i = 0; i < network.schemes().size(); i++) {
            double millis = 100 * (1 + i / 10.0);
            times.put(network.schemes().get(i), new double[][] {{millis, millis}, {millis, millis}});
        }
        return RuntimeRow.of(network.model(), network.classes(), batch, times);
    }

    private static Table1 table(TableNetwork... networks) {
        Map<Cell, RuntimeRow> runtimes = new LinkedHashMap<>();
        Map<TableNetwork, BoundReach> reach = new LinkedHashMap<>();
        for (TableNetwork network : networks) {
            runtimes.put(new Cell(network, 16), times(network, 16));
            reach.put(network, new BoundReach(0.05, 0.4));
        }
        List<MemoryRow> memory = List.of(networks).stream()
                .map(network -> new MemoryRow(network, 15_000_000, 13, 1, 100_000, 1, 1))
                .toList();
        return new Table1(runtimes, memory, reach, SomeProvenance.of("bin/fitact bench table1"));
    }

    @Test
    void trainedNetworksStandInTheLayoutOfThePaperAndAreToldApart() {
        String text = Markdown.of(table(RANDOM, TRAINED, SMALL).document());
        List<String> rows =
                text.lines().filter(line -> line.contains(" | 100 | 110 | ")).toList();
        assertEquals(3, rows.size(), text);
        assertTrue(rows.get(0).startsWith("| VGG16 | CIFAR-10 | 100 | 110 | 10.00 ("), rows.get(0));
        assertTrue(rows.get(0).contains(" | 5.324, 5.600 (5.18) | no | "), rows.get(0));
        assertTrue(rows.get(1).startsWith("| VGG16, trained (vgg16-cifar10) | CIFAR-10 | 100 | "), rows.get(1));
        assertTrue(rows.get(1).contains(" | 5.324, 5.600 (5.18) | no | "), rows.get(1));
        assertTrue(rows.get(2).startsWith("| lenet5, trained (small) | fashion-mnist-small | 100 | "), rows.get(2));
        assertTrue(rows.get(2).contains(" | – | – | ") && rows.get(2).endsWith(" | – |"), rows.get(2));
        assertTrue(text.contains("as fitact harden left it in the folder of that name"), text);
    }

    /** Each in its column, in the order of all, and nothing where a network has none. */
    @Test
    void everySchemeOfAnyNetworkHasAColumn() {
        String text = Markdown.of(table(RANDOM, TRAINED).document());
        List<String> lines = text.lines().toList();
        int header = lines.indexOf("| network | data set | batch | forks | FitReLU smooth | Ranger | FitAct faulted |");
        assertTrue(header > 0, text);
        assertTrue(
                lines.get(header + 2).matches("\\| VGG16 \\|.*\\| 20\\.00 \\(.*\\) \\| – \\|"), lines.get(header + 2));
        assertTrue(
                lines.get(header + 3).matches("\\| VGG16, trained.*\\| – \\| 20\\.00 \\(.*\\) \\|"),
                lines.get(header + 3));
    }

    @Test
    void withoutTrainedNetworksNothingIsSaidOfThem() {
        String text = Markdown.of(table(RANDOM).document());
        assertFalse(text.contains("rained"), text);
    }

    @Test
    void latexHasTheSameRows() {
        String latex = table(RANDOM, TRAINED).latex();
        assertTrue(latex.startsWith("% batch 16\n"), latex);
        assertTrue(latex.contains("VGG16, trained (vgg16-cifar10) & CIFAR-10 & 100 & 110 & "), latex);
    }
}
