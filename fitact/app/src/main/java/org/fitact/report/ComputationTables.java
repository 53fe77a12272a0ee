package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.report.document.Document;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.results.computation.CheckShares;
import org.fitact.results.computation.FalseFindings;
import org.fitact.results.computation.TransientMeans;
import org.fitact.text.Numbers;

/** What struck the computation of networks, and what their checks saw. */
final class ComputationTables {

    private ComputationTables() {}

    /** Empty where nothing struck a computation, and nothing checked one. */
    static List<Document.Block> of(StudyResults results) {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            if (scheme.falseFindings() != null) {
                rows.add(row(scheme.scheme(), scheme.falseFindings()));
            }
            scheme.points().stream()
                    .filter(point -> point.transients() != null || point.checks() != null)
                    .forEach(point -> rows.add(row(scheme.scheme(), point)));
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Document.Heading("Faults in the computation, and what checks saw of them"),
                new Document.Table(
                        List.of(
                                "scheme",
                                "rate",
                                "transient flips",
                                "struck, %",
                                "detected, %",
                                "missed and harmful, %",
                                "false alarms, %"),
                        1,
                        rows),
                new Document.Text(
                        "Means over the trials. Transient flips: bits that flipped in the inferences of all images of a trial; struck: images in "
                                + "whose inference one did. Detected: of the images that are faulty, by a flip in their inference or in memory, those in "
                                + "which a check on the computation found something, with its 95 % interval. Missed and harmful: of all images "
                                + "those that are faulty, that no check found, and that have another first class than without faults. False alarms: "
                                + "images without a flip in which a check found something; those without faults are of all test images, with "
                                + "Wilson's 95 % interval."));
    }

    private static List<String> row(String scheme, FalseFindings found) {
        double share = (double) found.found() / found.images();
        return List.of(scheme, "none", "", "", "", "", Numbers.percent(share, 2) + Numbers.ends(found.ci95(), 2));
    }

    private static List<String> row(String scheme, PointResult point) {
        TransientMeans transients = point.transients();
        CheckShares checks = point.checks();
        return List.of(
                scheme,
                Numbers.rate(point.rate()),
                transients == null ? Numbers.UNKNOWN : Numbers.fixed(transients.flips(), 1),
                transients == null ? Numbers.UNKNOWN : Numbers.percent(transients.struck()),
                checks == null || Double.isNaN(checks.detected())
                        ? Numbers.UNKNOWN
                        : Numbers.percent(checks.detected(), 2)
                                + (checks.detectedCi95().known() ? Numbers.ends(checks.detectedCi95(), 2) : ""),
                checks == null ? Numbers.UNKNOWN : Numbers.percent(checks.harmful(), 2),
                checks == null ? Numbers.UNKNOWN : Numbers.percent(checks.falseAlarms(), 2));
    }
}
