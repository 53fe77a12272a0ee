package org.fitact.reproduce.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.json.JsonReader;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.reproduce.WidthPreset;
import org.fitact.reproduce.WidthStudy;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;

/**
 * A network in integers of several widths, beside float.
 *
 * @param schemes those that were run
 */
public record WidthResults(String network, List<OfScheme> schemes) {

    /**
     * The network under a scheme. Accuracies are of the same images of the test set, in 0..1, with Wilson's intervals.
     *
     * @param inFloat accuracy in float
     */
    public record OfScheme(String scheme, int images, double inFloat, Interval inFloatCi95, List<Point> points) {}

    /**
     * Integers of one width.
     *
     * @param bits of weights, bounds and values
     * @param difference of the accuracy against float, image by image, with its interval
     * @param changed share of images with another class than in float
     */
    public record Point(
            int bits,
            double accuracy,
            Interval ci95,
            double difference,
            Interval differenceCi95,
            double changed,
            Interval changedCi95) {}

    /** Reads what lies in the folder of a reproduction; without schemes if there is nothing. */
    static WidthResults read(ReproductionFolder folder, String network) throws IOException {
        List<OfScheme> schemes = new ArrayList<>();
        for (String scheme : WidthPreset.read().schemes()) {
            Path file = folder.widths(network, scheme);
            if (Files.exists(file)) {
                schemes.add(of(scheme, JsonReader.read(file, WidthStudy.Widths.class)));
            }
        }
        return new WidthResults(network, schemes);
    }

    private static OfScheme of(String scheme, WidthStudy.Widths found) {
        int images = found.images();
        return new OfScheme(
                scheme,
                images,
                (double) found.floatRight() / images,
                Proportion.wilson(found.floatRight(), images),
                found.points().stream().map(point -> of(point, images)).toList());
    }

    private static Point of(WidthStudy.Point point, int images) {
        return new Point(
                point.bits(),
                (double) point.right() / images,
                Proportion.wilson(point.right(), images),
                (double) (point.gained() - point.lost()) / images,
                Proportion.difference(point.gained(), point.lost(), images),
                (double) point.changed() / images,
                Proportion.wilson(point.changed(), images));
    }
}
