package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.AccuracyFigure;
import org.fitact.report.figure.BoundsFigure;
import org.fitact.report.figure.BoxPlotFigure;
import org.fitact.report.figure.ExamplesFigure;
import org.fitact.report.figure.MaximaFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.report.training.TrainingFigure;
import org.fitact.results.SchemeResult;
import org.fitact.study.StudyRecord;

/**
 * The figures of a report in their order; those without data are left out.
 *
 * @param styles colour and marker by scheme
 * @param all the figures
 */
record ReportFigures(Map<String, SchemeStyle> styles, List<Figure> all) {

    static ReportFigures of(StudyRecord record) {
        List<String> schemes =
                record.results().schemes().stream().map(SchemeResult::scheme).toList();
        Map<String, SchemeStyle> styles = SchemeStyle.of(schemes);
        List<Figure> figures = new ArrayList<>();
        if (record.results().rates().length > 0) {
            int classes = record.examples().classNames().size();
            double chance = classes == 0 ? Double.NaN : 1.0 / classes;
            figures.add(new AccuracyFigure(record.results(), styles, chance));
            StudyFront.of(record.results(), styles).ifPresent(figures::add);
            if (!record.examples().images().isEmpty()) {
                figures.add(new ExamplesFigure(record.examples()));
            }
            figures.add(new BoxPlotFigure(record.results(), record.trials()::accuracies, styles));
        }
        if (!record.layers().isEmpty()) {
            figures.add(new MaximaFigure(record.layers()));
            for (String scheme : BoundsFigure.learned(record.layers(), schemes)) {
                figures.add(new BoundsFigure(scheme, record.layers(), styles));
            }
        }
        if (!record.training().isEmpty()) {
            figures.add(new TrainingFigure(record.training()));
        }
        return new ReportFigures(styles, List.copyOf(figures));
    }
}
