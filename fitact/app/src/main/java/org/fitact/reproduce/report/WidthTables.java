package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;

/** The table of widths. */
record WidthTables(WidthResults results) {

    static final String NOTE =
            "Weights, bounds and values of so many bits, biases of 32, sums of 64; each tensor and each value has a binary point of its "
                    + "own, that of values by the largest of some training images; half-even, saturating. Accuracy on the same images of the "
                    + "test set, with Wilson's 95 % interval; change: against float, image by image, in points with the 95 % interval of "
                    + "Agresti and Min (2005); another class: images whose class is not that of float. What a fixed point of so many bits "
                    + "means: docs/integer.md.";

    Document.Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (WidthResults.OfScheme scheme : results.schemes()) {
            for (WidthResults.Point point : scheme.points()) {
                rows.add(List.of(
                        scheme.scheme(),
                        Integer.toString(point.bits()),
                        Numbers.percent(point.accuracy(), 2) + Numbers.ends(point.ci95(), 2),
                        Numbers.points(point.difference()) + " ("
                                + Numbers.range(point.differenceCi95(), Numbers::points) + ")",
                        Numbers.percent(point.changed(), 2) + Numbers.ends(point.changedCi95(), 2)));
            }
            rows.add(List.of(
                    scheme.scheme(),
                    "float",
                    Numbers.percent(scheme.inFloat(), 2) + Numbers.ends(scheme.inFloatCi95(), 2),
                    "",
                    ""));
        }
        return new Document.Table(
                List.of("scheme", "bits", "accuracy, %", "change, points", "another class, %"), 1, rows);
    }
}
