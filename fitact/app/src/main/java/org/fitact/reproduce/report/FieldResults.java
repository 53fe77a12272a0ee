package org.fitact.reproduce.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.FrontFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.reproduce.FieldPreset;
import org.fitact.reproduce.FieldStudy;
import org.fitact.reproduce.FieldStudy.SchemeCost;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.text.Numbers;

/**
 * A network under all protections of the field.
 *
 * @param front the rate of {@link #figures}
 * @param costs by scheme
 * @param results under faults in memory
 * @param upsets under one flip in the sums of each inference
 */
public record FieldResults(
        String network, double front, Map<String, SchemeCost> costs, StudyResults results, StudyResults upsets) {

    /** What lies in the folder of a reproduction; empty if nothing was run, or not to its end. */
    static Optional<FieldResults> read(ReproductionFolder folder, String network) throws IOException {
        StudyFolder study = folder.field(network);
        Map<String, SchemeCost> costs = FieldStudy.read(study);
        StudyFolder upsets = folder.upsets(network);
        if (costs.isEmpty() || !Files.exists(study.trials()) || !Files.exists(upsets.trials())) {
            return Optional.empty();
        }
        return Optional.of(new FieldResults(
                network,
                FieldPreset.read().front(),
                costs,
                StudyRecord.read(study).results(),
                StudyRecord.read(upsets).results()));
    }

    /** Inferences between two decodings of the whole memory, in the picture. */
    private static final long SCRUB = 1000;

    /** The time of an inference at the batch where a scheme costs most, with the memory decoded now and then, less 1. */
    private static double time(SchemeCost cost) {
        return cost.batches().stream()
                .mapToDouble(batch -> batch.extra(SCRUB).value())
                .max()
                .orElse(Double.NaN);
    }

    /** Accuracy over memory and over time, in the styles of the schemes. */
    List<Figure> figures(Map<String, SchemeStyle> styles) {
        return List.of(
                figure(styles, "memory", "memory", "more memory than the unprotected network, %", SchemeCost::memory),
                figure(
                        styles,
                        "time",
                        "time, with the memory decoded once in " + Numbers.grouped(SCRUB) + " inferences,",
                        "more time than an unprotected inference, %",
                        FieldResults::time));
    }

    private Figure figure(
            Map<String, SchemeStyle> styles,
            String cost,
            String described,
            String axis,
            ToDoubleFunction<SchemeCost> of) {
        List<FrontFigure.Point> points = results.schemes().stream()
                .filter(scheme -> scheme.at(front).isPresent())
                .map(scheme -> point(scheme, styles.get(scheme.scheme()), of.applyAsDouble(costs.get(scheme.scheme()))))
                .toList();
        return new FrontFigure(
                "field-" + cost + "-" + network,
                network + ": accuracy under faults over " + cost,
                "Mean accuracy at a bit error rate of " + Numbers.rate(front) + " with its 95 % interval, over the "
                        + described
                        + " that a protection costs. Those on the line are beaten by none that costs as little.",
                new FrontFigure.Axis(axis, Double.NaN),
                points,
                Double.NaN,
                List.of());
    }

    private FrontFigure.Point point(SchemeResult scheme, SchemeStyle style, double cost) {
        PointResult point = scheme.at(front).orElseThrow();
        return new FrontFigure.Point(
                scheme.scheme(), style, cost, point.mean(), point.ci95(), FrontFigure.Emphasis.NAMED);
    }
}
