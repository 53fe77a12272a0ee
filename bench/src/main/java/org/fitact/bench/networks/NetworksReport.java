package org.fitact.bench.networks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;

/**
 * What came of all files.
 *
 * @param rows one a file
 * @param schemes by which each was to be hardened
 */
public record NetworksReport(List<NetworkRow> rows, List<String> schemes, Provenance provenance) {

    /** Of a logit, as a share of the largest: what roundings of two engines come to. */
    public static final double TOLERANCE = 1e-4;

    private static final String NAME = "networks";

    /** Networks that went through everything. */
    public long held() {
        return rows.stream().filter(row -> row.holds(TOLERANCE)).count();
    }

    /** Writes {@code networks.md}, {@code .html} and {@code .json}. */
    public List<Path> write(Path folder) throws IOException {
        return ReportFiles.write(folder, document(), Map.of("provenance", provenance, "networks", rows));
    }

    private Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Finding(
                held() + " of " + rows.size() + " networks are imported with the logits of ONNX Runtime"
                        + (schemes.isEmpty() ? "." : ", hardened, broken, exported and imported again.")));
        blocks.add(table());
        if (rows.stream().anyMatch(row -> !row.refused().isEmpty())) {
            blocks.add(new Document.Heading("What stands in the way"));
            blocks.add(new Document.Table(
                    List.of("network", "why"),
                    2,
                    rows.stream()
                            .filter(row -> !row.refused().isEmpty())
                            .map(row -> List.of(row.network(), row.refused()))
                            .toList()));
        }
        blocks.addAll(provenance.section());
        return new Document(
                NAME,
                "Networks that people have",
                "Logits: the largest difference to ONNX Runtime's, as a share of the largest logit. Under each scheme: "
                        + "answers kept without faults, and under faults; the largest difference of a logit after export, in ONNX "
                        + "Runtime, and imported again.",
                blocks);
    }

    private Document.Table table() {
        List<String> header = new ArrayList<>(
                List.of("network", "images", "activations", "parameters", "neurons", "logits", "none, faults"));
        schemes.forEach(scheme -> header.addAll(List.of(scheme, "faults", "exported", "again")));
        List<List<String>> cells = new ArrayList<>();
        for (NetworkRow row : rows) {
            List<String> line = new ArrayList<>(List.of(
                    row.network(),
                    row.input(),
                    row.activations(),
                    row.parameters() == 0 ? Numbers.UNKNOWN : Numbers.grouped(row.parameters()),
                    row.parameters() == 0 ? Numbers.UNKNOWN : Numbers.grouped(row.neurons()),
                    small(row.difference()),
                    percent(row.unprotected())));
            for (String scheme : schemes) {
                NetworkRow.Hardened found = row.schemes().stream()
                        .filter(hardened -> hardened.scheme().equals(scheme))
                        .findFirst()
                        .orElse(new NetworkRow.Hardened(scheme, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
                line.addAll(List.of(
                        percent(found.kept()),
                        percent(found.underFaults()),
                        small(found.exported()),
                        small(found.again())));
            }
            cells.add(line);
        }
        return new Document.Table(header, 3, cells);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? Numbers.UNKNOWN : Numbers.percent(share, 0);
    }

    private static String small(double difference) {
        return Double.isNaN(difference) ? Numbers.UNKNOWN : Numbers.rate(difference);
    }
}
