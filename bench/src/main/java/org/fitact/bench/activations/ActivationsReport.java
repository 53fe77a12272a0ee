package org.fitact.bench.activations;

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
 * What came of all networks.
 *
 * @param delta what a scheme may cost without faults
 * @param trials sets of faults at each rate
 * @param images of a trial
 */
public record ActivationsReport(List<ActivationRow> rows, double delta, int trials, int images, Provenance provenance) {

    private static final String NAME = "activations";

    /** Writes {@code activations.md}, {@code .html} and {@code .json}. */
    public List<Path> write(Path folder) throws IOException {
        return ReportFiles.write(folder, document(), Map.of("provenance", provenance, "networks", rows));
    }

    /** Networks that no scheme costs δ or more without faults. */
    public long within() {
        return rows.stream().filter(row -> row.isWithin(delta)).count();
    }

    private Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Finding(within() + " of " + rows.size() + " networks lose less than "
                + Numbers.percent(delta, 0) + " % of the held-out images under every scheme without faults."));
        for (ActivationRow row : rows) {
            blocks.add(new Document.Heading(row.network()));
            blocks.add(new Document.Text(row.functions() + "; " + Numbers.grouped(row.parameters())
                    + " parameters; bounds behind " + row.bounded() + "; without faults and protection "
                    + Numbers.percent(row.accuracy()) + " % of the test images."));
            blocks.add(table(row));
        }
        blocks.addAll(provenance.section());
        return new Document(
                NAME,
                "Networks of other activations, hardened and struck",
                "Loss: accuracy lost on the held-out images without faults, in points. Under faults: mean accuracy in % over "
                        + trials
                        + " sets of faults, the same for all, on " + images
                        + " test images, and the paired difference to none "
                        + "with its 95 % interval.",
                blocks);
    }

    private static Document.Table table(ActivationRow row) {
        List<String> header = new ArrayList<>(List.of("scheme", "words of bounds", "loss", "test"));
        row.schemes().getFirst().gains().forEach(gain -> {
            header.add("at " + Numbers.rate(gain.rate()));
            header.add("less none");
        });
        List<List<String>> cells = new ArrayList<>();
        List<String> none = new ArrayList<>(List.of("none", "0", Numbers.UNKNOWN, Numbers.percent(row.accuracy())));
        row.unprotected().forEach(mean -> none.addAll(List.of(Numbers.percent(mean), Numbers.UNKNOWN)));
        cells.add(none);
        for (ActivationRow.Hardened scheme : row.schemes()) {
            List<String> line = new ArrayList<>(List.of(
                    scheme.scheme(),
                    Numbers.grouped(scheme.bounds()),
                    Numbers.points(scheme.heldOutLoss()),
                    Numbers.percent(scheme.accuracy())));
            scheme.gains()
                    .forEach(gain -> line.addAll(List.of(
                            Numbers.percent(gain.accuracy()),
                            Numbers.points(gain.difference()) + " (" + Numbers.points(gain.low()) + " to "
                                    + Numbers.points(gain.high()) + ")")));
            cells.add(line);
        }
        return new Document.Table(header, 1, cells);
    }
}
