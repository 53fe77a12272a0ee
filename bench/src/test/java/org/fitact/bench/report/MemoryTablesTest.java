package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.bench.Scheme;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.model.Models;
import org.fitact.report.document.Document;
import org.fitact.tensor.Shape;
import org.fitact.text.Numbers;
import org.junit.jupiter.api.Test;

class MemoryTablesTest {

    /** ResNet50 has 2,940,928 neurons: 11.8 MB of bounds in 32 bits, and half and a quarter of it. */
    private static final MemoryRow RESNET50 = new MemoryRow(network("resnet50"), 23_500_000, 49, 1, 2_940_928, 1, 1);

    private static TableNetwork network(String model) {
        return TableNetwork.random(model, 10, Scheme.USUAL);
    }

    @Test
    void saysWhichWidthIsBelowThePaper() {
        assertEquals("8 bits; not with 32, 16", MemoryTables.belowThePaper(RESNET50));
        MemoryRow small = new MemoryRow(network("vgg16"), 15_000_000, 13, 1, 100_000, 1, 1);
        assertEquals("32, 16, 8 bits", MemoryTables.belowThePaper(small), "0.67 % at most, of 2.91");
        MemoryRow large = new MemoryRow(network("alexnet"), 1_000_000, 5, 1, 1_000_000, 1, 1);
        assertEquals("none; not with 32, 16, 8", MemoryTables.belowThePaper(large));
    }

    /** What docs/reproduction.md says of ResNet50: its words under FitAct, and how many flip at the paper's rate. */
    @Test
    void resNet50HasAsManyBitsAsIsSaid() throws IOException {
        Architecture architecture = new Architecture("resnet50", Shape.of(32, 32, 3), 10);
        Graph graph = Models.graph(architecture);
        long neurons = graph.sites().stream().mapToLong(Site::neurons).sum();
        // Folded, a batch norm's scale goes into the weights, and its shift is the bias.
        long stored = graph.parameters().stream()
                .filter(parameter -> parameter.kind() != ParameterSpec.Kind.STATISTIC)
                .filter(parameter -> parameter.kind() != ParameterSpec.Kind.NORM
                        || parameter.name().endsWith(".bias"))
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
        long bits = 32 * (stored + neurons);
        assertEquals(845_926_720, bits);
        String text = Files.readString(Path.of("..", "docs", "reproduction.md"));
        assertTrue(text.contains(Numbers.grouped(stored) + " stored parameters"), "parameters " + stored);
        assertTrue(text.contains("each of its " + Numbers.grouped(neurons) + " neurons"), "neurons " + neurons);
        assertTrue(
                text.contains("some " + Numbers.grouped(Math.round(3e-6 * bits)) + " of its " + Math.round(bits / 1e6)
                        + "\n  million bits"),
                "flips");
    }

    @Test
    void bytesAreExactAndThePaperStandsBesideThem() {
        Document.Table table = new MemoryTables(List.of(RESNET50)).besideThePaper();
        assertEquals(
                List.of(
                        "ResNet50",
                        "CIFAR-10",
                        "8 bits; not with 32, 16",
                        "94,000,000",
                        "11,763,712 (12.51)",
                        "5,881,856 (6.26)",
                        "2,940,928 (3.13)",
                        "5.34"),
                table.rows().getFirst());
    }
}
